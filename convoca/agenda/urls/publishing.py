"""Addresses of publishing the agenda, and of its sheet for the team."""

from django.urls import path

from convoca.agenda.views import publishing

patterns = [
    path("<int:cycle_id>/publicar/", publishing.publish, name="publish"),
    path("<int:cycle_id>/publicar/dejar/", publishing.unpublish, name="unpublish"),
    path("<int:cycle_id>/agenda.pdf", publishing.sheet, name="sheet"),
]
