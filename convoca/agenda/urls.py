"""Addresses of the staff's pages of this room."""

from django.urls import path

from convoca.agenda.views import agenda, codes, interviews, screen, statements, themes

app_name = "agenda"

urlpatterns = [
    path("<int:cycle_id>/entrevistas/", interviews.interviews, name="interviews"),
    path("<int:cycle_id>/entrevistas/enlaces/", interviews.links, name="links"),
    path("<int:cycle_id>/entrevistas/enlaces/deshacer/", interviews.undo_links, name="links_undo"),
    path("<int:cycle_id>/entrevistas/puesto/<int:seat_id>/hacer/", interviews.start, name="start"),
    path(
        "<int:cycle_id>/entrevistas/puesto/<int:seat_id>/asignar/", interviews.assign, name="assign"
    ),
    path("<int:cycle_id>/entrevistas/<int:interview_id>/", screen.summary, name="interview"),
    path("<int:cycle_id>/entrevistas/<int:interview_id>/terminar/", screen.finish, name="finish"),
    path("<int:cycle_id>/entrevistas/<int:interview_id>/<str:step_id>/", screen.step, name="step"),
    path("<int:cycle_id>/dichos/", statements.statements, name="statements"),
    path("<int:cycle_id>/dichos/con-codigo/", statements.coded, name="coded"),
    path("<int:cycle_id>/dichos/<int:statement_id>/codificar/", statements.code, name="code"),
    path("<int:cycle_id>/dichos/<int:statement_id>/apartar/", statements.set_aside, name="aside"),
    path("<int:cycle_id>/dichos/<int:statement_id>/quitar/", statements.uncode, name="uncode"),
    path("<int:cycle_id>/codigos/", codes.codebook_page, name="codebook"),
    path("<int:cycle_id>/codigos/<int:code_id>/", codes.edit, name="edit_code"),
    path("<int:cycle_id>/temas/", themes.themes, name="themes"),
    path("<int:cycle_id>/temas/<int:theme_id>/", themes.edit, name="edit_theme"),
    path("<int:cycle_id>/temas/<int:theme_id>/mover/", themes.move, name="move_theme"),
    path("<int:cycle_id>/temas/<int:theme_id>/estado/", themes.set_state, name="theme_state"),
    path("<int:cycle_id>/", agenda.agenda, name="agenda"),
    path("<int:cycle_id>/confirmar/", agenda.confirm, name="confirm"),
    path("<int:cycle_id>/otros-temas/", agenda.override, name="override"),
]
