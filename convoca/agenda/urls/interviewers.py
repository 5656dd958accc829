"""Addresses of who interviews whom, when, and how far one has come."""

from django.urls import path

from convoca.agenda.views import appointments, interviewers, progress

HERE = "<int:cycle_id>/entrevistas"
SEAT = f"{HERE}/puesto/<int:seat_id>"

patterns = [
    path(f"{HERE}/quien/", interviewers.interviewers, name="interviewers"),
    path(f"{HERE}/quien/<int:user_id>/", interviewers.edit, name="edit_interviewer"),
    path(f"{HERE}/quien/<int:user_id>/quitar/", interviewers.remove, name="remove_interviewer"),
    path(f"{HERE}/repartir/", interviewers.share, name="share_interviews"),
    path(f"{HERE}/repartir/deshacer/", interviewers.undo_share, name="undo_share"),
    path(f"{HERE}/hoy/", appointments.today, name="interview_day"),
    path(f"{HERE}/avance/", progress.progress, name="progress"),
    path(f"{SEAT}/", appointments.arrange, name="arrange"),
    path(f"{SEAT}/hora/", appointments.agree, name="agree_hour"),
    path(f"{SEAT}/sin-hora/", appointments.cancel, name="cancel_hour"),
    path(f"{SEAT}/quien/", appointments.take, name="take"),
    path(f"{SEAT}/llamada/", appointments.call, name="call"),
]
