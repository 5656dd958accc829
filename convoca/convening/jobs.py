"""What the worker does for the convocatoria."""

from django.utils import timezone
from huey import crontab

from convoca.convening.services import erase_removed_notes, withdraw_changed_seats
from convoca.directory.services import LINKS_REVOKED
from convoca.foundation.queue import huey, on_nudge


@on_nudge(LINKS_REVOKED)
def follow_changed_seats() -> None:
    """Take back what was meant for people whose links were revoked as they left a seat."""
    withdraw_changed_seats(now=timezone.now())


@huey.periodic_task(crontab(hour="7", minute="40"))
def erase_notes() -> None:
    """Once a day: a note that was removed goes for good."""
    erase_removed_notes(now=timezone.now())
