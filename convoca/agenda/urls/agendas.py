"""Addresses of the themes and the agenda."""

from django.urls import path

from convoca.agenda.views import agenda, confirming, quotes, themes

patterns = [
    path("<int:cycle_id>/temas/", themes.themes, name="themes"),
    path("<int:cycle_id>/temas/<int:theme_id>/", themes.edit, name="edit_theme"),
    path("<int:cycle_id>/temas/<int:theme_id>/mover/", themes.move, name="move_theme"),
    path("<int:cycle_id>/temas/<int:theme_id>/estado/", themes.set_state, name="theme_state"),
    path("<int:cycle_id>/temas/<int:theme_id>/citas/", quotes.quotes, name="quotes"),
    path("<int:cycle_id>/respuestas.json", agenda.ballots, name="ballots"),
    path("<int:cycle_id>/", agenda.agenda, name="agenda"),
    path("<int:cycle_id>/confirmar/", confirming.confirm, name="confirm"),
    path("<int:cycle_id>/otros-temas/", confirming.override, name="override"),
]
