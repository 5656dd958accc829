"""What the worker does for the convocatoria."""

from datetime import timedelta

from django.utils import timezone

from convoca.convening.services import erase_removed_notes, withdraw_changed_seats
from convoca.directory.services import LINKS_REVOKED
from convoca.foundation.duties import every
from convoca.foundation.queue import on_nudge


@on_nudge(LINKS_REVOKED)
def follow_changed_seats() -> None:
    """Take back what was meant for people whose links were revoked as they left a seat."""
    withdraw_changed_seats(now=timezone.now())


@every(days=1, at=timedelta(hours=7, minutes=40))
def erase_notes() -> None:
    """Once a day: a note that was removed goes for good."""
    erase_removed_notes(now=timezone.now())
