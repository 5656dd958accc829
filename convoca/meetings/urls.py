"""Addresses of the staff's pages of this room."""

from django.urls import path

from convoca.meetings.views import acts, attendance, minutes, sessions

app_name = "meetings"
SESSION = "<int:cycle_id>/<int:number>/"

urlpatterns = [
    path("<int:cycle_id>/", sessions.timeline, name="sessions"),
    path("<int:cycle_id>/crear/", sessions.schedule, name="schedule"),
    path("<int:cycle_id>/compromisos/", minutes.commitments, name="commitments"),
    path("<int:cycle_id>/compromisos/<int:commitment_id>/", minutes.settle, name="settle"),
    path(SESSION, sessions.show, name="session"),
    path(f"{SESSION}cambiar/", sessions.change, name="change"),
    path(f"{SESSION}deshacer/", sessions.undo, name="undo"),
    path(f"{SESSION}avisar/", acts.ask, {"act": acts.ANNOUNCE}, name="announce"),
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
