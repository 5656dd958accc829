"""Addresses of the directors' word on the draft of the agenda."""

from django.urls import path

from convoca.agenda.views import delphi

patterns = [
    path("<int:cycle_id>/consulta/", delphi.show, name="round"),
    path("<int:cycle_id>/consulta/prueba/", delphi.test, name="round_test"),
    path("<int:cycle_id>/consulta/escribir/", delphi.write, name="round_write"),
    path("<int:cycle_id>/consulta/deshacer/", delphi.undo, name="round_undo"),
    path("<int:cycle_id>/consulta/cerrar/", delphi.close, name="round_close"),
]
