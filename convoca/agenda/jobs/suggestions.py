"""Codes are proposed anew where there is more to learn from."""

from django.utils import timezone

from convoca.agenda.services.suggesting import ask_where_due
from convoca.foundation.duties import every


@every(minutes=5)
def ask_for_suggestions() -> None:
    """Ask for the cycles in which much was coded, or said, since the last time."""
    ask_where_due(now=timezone.now())
