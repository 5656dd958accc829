"""Addresses of the staff's pages of this room, part by part."""

from convoca.agenda.urls import agendas, coding, interviews

app_name = "agenda"

urlpatterns = [*interviews.patterns, *coding.patterns, *agendas.patterns]
