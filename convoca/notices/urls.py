"""Addresses of the staff's pages of this room."""

from django.urls import URLPattern, URLResolver, include, path

from convoca.notices.views import digest, notices, publishing, questions

app_name = "notices"

NOTICE = [
    path("", notices.show, name="notice"),
    path("editar/", notices.edit, name="edit"),
    path("descartar/", notices.discard, name="discard"),
    path("publicar/", publishing.publish, name="publish"),
    path("prueba/", publishing.test, name="publish_test"),
    path("deshacer/", publishing.undo, name="undo"),
]
QUESTION = [
    path("", questions.show, name="question"),
    path("responder/", questions.answer, name="answer"),
    path("unir/", questions.merge, name="merge"),
    path("apartar/", questions.aside, name="aside"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("<int:cycle_id>/", notices.index, name="notices"),
    path("<int:cycle_id>/nueva/", notices.new, name="new"),
    path("<int:cycle_id>/<int:notice_id>/", include(NOTICE)),
    path("<int:cycle_id>/preguntas/", questions.index, name="questions"),
    path("<int:cycle_id>/preguntas/<int:question_id>/", include(QUESTION)),
    path("<int:cycle_id>/resumen/", digest.digest, name="digest"),
]
