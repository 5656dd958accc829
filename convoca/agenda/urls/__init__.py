"""Addresses of the staff's pages of this room, part by part."""

from convoca.agenda.urls import (
    agendas,
    blind_rounds,
    coding,
    consents,
    delphi,
    exchange,
    guides,
    interviewers,
    interviews,
    publishing,
    screen,
    suggestions,
)

app_name = "agenda"

urlpatterns = [
    *interviewers.patterns,
    *interviews.patterns,
    *consents.patterns,
    *guides.patterns,
    *coding.patterns,
    *suggestions.patterns,
    *blind_rounds.patterns,
    *exchange.patterns,
    *delphi.patterns,
    *publishing.patterns,
    *agendas.patterns,
    *screen.patterns,
]
