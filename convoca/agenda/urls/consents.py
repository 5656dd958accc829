"""Addresses of what a person allowed in an interview."""

from django.urls import path

from convoca.agenda.views import consents

patterns = [
    path("<int:cycle_id>/permisos/<int:interview_id>/", consents.show, name="consents"),
    path(
        "<int:cycle_id>/permisos/<int:interview_id>/<str:purpose>/",
        consents.change,
        name="consent",
    ),
]
