"""Addresses of one interview: the interviewer's screen and what its open page asks for."""

from django.urls import path

from convoca.agenda.views import recordings, saving, screen

ONE = "<int:cycle_id>/entrevistas/<int:interview_id>/"
patterns = [
    path(ONE, screen.summary, name="interview"),
    path(f"{ONE}terminar/", screen.finish, name="finish"),
    path(f"{ONE}pagina/guardar/", saving.save, name="save"),
    path(f"{ONE}pagina/preguntas/", saving.sheets, name="sheets"),
    path(f"{ONE}versiones/<int:version_id>/", saving.settle, name="settle"),
    path(f"{ONE}audio/todo/", recordings.recordings, name="recordings"),
    path(f"{ONE}audio/<int:recording_id>/", recordings.play, name="play"),
    path(f"{ONE}audio/<int:recording_id>/marca/", recordings.mark, name="mark"),
    path(f"{ONE}audio/<int:recording_id>/borrar/", recordings.delete, name="delete_recording"),
    path(f"{ONE}<str:step_id>/", screen.step, name="step"),
]
