"""Addresses of how well codes are proposed."""

from django.urls import path

from convoca.agenda.views import suggesting

patterns = [
    path("<int:cycle_id>/dichos/propuestas/", suggesting.suggesting, name="suggesting"),
    path("<int:cycle_id>/dichos/propuestas/ahora/", suggesting.suggest_now, name="suggest_now"),
]
