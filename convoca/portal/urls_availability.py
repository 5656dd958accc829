"""Addresses of a director's availability."""

from django.urls import path

from convoca.portal.views import availability

urlpatterns = [
    path("disponibilidad/", availability.enter, name="availability"),
    path("disponibilidad/resumen/", availability.summary, name="availability_summary"),
    path("disponibilidad/igual/", availability.same, name="availability_same"),
    path("disponibilidad/ausencias/", availability.absences, name="availability_absences"),
    path("disponibilidad/ausencias/quitar/", availability.drop, name="availability_drop"),
    path("disponibilidad/concejo/", availability.council, name="availability_council"),
    path("disponibilidad/<int:number>/", availability.day, name="availability_day"),
    path("disponibilidad/<int:number>/horas/", availability.hours, name="availability_hours"),
    path("disponibilidad/<int:number>/copiar/", availability.copy, name="availability_copy"),
]
