"""Hoy: who needs her, and why now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from convoca.desk.queries.communities import list_cards
from convoca.desk.queries.today import list_tasks
from convoca.directory.queries import list_visible_communities, signed_in_user


def today(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person, in all communities, the most pressing first."""
    user = signed_in_user(request)
    communities = list_visible_communities(user)
    context = {
        "now": timezone.now(),
        "communities": communities,
        "cards": list_cards(communities),
        "tasks": list_tasks(user, communities, now=timezone.now()),
    }
    return render(request, "desk/today.html", context)
