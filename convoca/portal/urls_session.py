"""Addresses of a director's session."""

from django.urls import path

from convoca.portal.views import session

urlpatterns = [
    path("sesion/", session.show, name="session"),
    path("sesion/no-podre/", session.excuse, name="session_excuse"),
    path("sesion/si-podre/", session.withdraw_excuse, name="session_excuse_undo"),
    path("sesion.ics", session.calendar, name="session_calendar"),
]
