"""Addresses of a director's interview."""

from django.urls import path

from convoca.portal.views import interview

urlpatterns = [
    path("entrevista/", interview.enter, name="interview"),
    path("entrevista/fin/", interview.end, name="interview_end"),
    path("entrevista/despues/", interview.pause, name="interview_pause"),
    path("entrevista/<str:step_id>/", interview.step, name="interview_step"),
]
