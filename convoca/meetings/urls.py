"""Addresses of the staff's pages of this room."""

from django.urls import path

from convoca.meetings.views import (
    acts,
    announcing,
    attendance,
    country,
    minutes,
    moving,
    replanning,
    sessions,
)

app_name = "meetings"
SESSION = "<int:cycle_id>/<int:number>/"

urlpatterns = [
    path("pais/confirmar/", country.confirm, name="country_confirm"),
    path("<int:cycle_id>/", sessions.timeline, name="sessions"),
    path("<int:cycle_id>/crear/", sessions.schedule, name="schedule"),
    path("<int:cycle_id>/avisar/", announcing.announce_all, name="announce_all"),
    path("<int:cycle_id>/avisar/deshacer/", announcing.undo, name="undo_announcing"),
    path("<int:cycle_id>/planificar/", replanning.replan, name="replan"),
    path("<int:cycle_id>/planificar/confirmar/", replanning.confirm, name="replan_confirm"),
    path("<int:cycle_id>/planificar/cancelar/", replanning.cancel, name="replan_cancel"),
    path("<int:cycle_id>/compromisos/", minutes.commitments, name="commitments"),
    path("<int:cycle_id>/compromisos/<int:commitment_id>/", minutes.settle, name="settle"),
    path(SESSION, sessions.show, name="session"),
    path(f"{SESSION}cambiar/", sessions.change, name="change"),
    path(f"{SESSION}mover/", moving.move, name="move"),
    path(f"{SESSION}mover/deshacer/", moving.undo, name="undo_move"),
    path(f"{SESSION}deshacer/", sessions.undo, name="undo"),
    path(f"{SESSION}avisar/", acts.ask, {"act": acts.ANNOUNCE}, name="announce"),
    path(f"{SESSION}horario/", acts.ask, {"act": acts.TELL_CLOCK}, name="tell_clock"),
    path(f"{SESSION}recordar/", acts.ask, {"act": acts.REMIND}, name="remind"),
    path(f"{SESSION}cancelar/", acts.ask, {"act": acts.CANCEL}, name="cancel"),
    path(f"{SESSION}cerrar/", acts.ask, {"act": acts.CLOSE}, name="close"),
    path(f"{SESSION}asistencia/", attendance.by_hand, name="attendance"),
    path(f"{SESSION}asistencia/archivo/", attendance.upload, name="upload"),
    path(f"{SESSION}asistencia/guardar/", attendance.confirm_upload, name="confirm_upload"),
    path(f"{SESSION}acta/", minutes.edit, name="minutes"),
    path(f"{SESSION}acta/enviar/", acts.ask, {"act": acts.SEND_MINUTES}, name="send_minutes"),
    path(f"{SESSION}compromisos/", minutes.promise, name="promise"),
]
