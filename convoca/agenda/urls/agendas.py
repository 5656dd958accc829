"""Addresses of the themes and the agenda."""

from django.urls import path

from convoca.agenda.views import agenda, themes

patterns = [
    path("<int:cycle_id>/temas/", themes.themes, name="themes"),
    path("<int:cycle_id>/temas/<int:theme_id>/", themes.edit, name="edit_theme"),
    path("<int:cycle_id>/temas/<int:theme_id>/mover/", themes.move, name="move_theme"),
    path("<int:cycle_id>/temas/<int:theme_id>/estado/", themes.set_state, name="theme_state"),
    path("<int:cycle_id>/", agenda.agenda, name="agenda"),
    path("<int:cycle_id>/confirmar/", agenda.confirm, name="confirm"),
    path("<int:cycle_id>/otros-temas/", agenda.override, name="override"),
]
