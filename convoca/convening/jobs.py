"""What the worker does for the convocatoria."""

from django.utils import timezone

from convoca.convening.services import withdraw_changed_seats
from convoca.directory.services import LINKS_REVOKED
from convoca.foundation.queue import on_nudge


@on_nudge(LINKS_REVOKED)
def follow_changed_seats() -> None:
    """Take back what was meant for people whose links were revoked as they left a seat."""
    withdraw_changed_seats(now=timezone.now())
