"""Addresses of who is interviewed."""

from django.urls import path

from convoca.agenda.views import interviews

patterns = [
    path("<int:cycle_id>/entrevistas/", interviews.interviews, name="interviews"),
    path("<int:cycle_id>/entrevistas/enlaces/", interviews.links, name="links"),
    path("<int:cycle_id>/entrevistas/enlaces/deshacer/", interviews.undo_links, name="links_undo"),
    path("<int:cycle_id>/entrevistas/puesto/<int:seat_id>/hacer/", interviews.start, name="start"),
    path(
        "<int:cycle_id>/entrevistas/puesto/<int:seat_id>/asignar/", interviews.assign, name="assign"
    ),
]
