"""What the worker does for sessions."""

from django.utils import timezone
from huey import crontab

from convoca.directory.services import LINKS_REVOKED
from convoca.foundation.queue import huey, on_nudge
from convoca.meetings.services import follow_answers, follow_clock_changes


@huey.periodic_task(crontab(hour="10", minute="20"))
def look_at_clocks() -> None:
    """Once a day: a zone's rules may have changed since the sessions were planned."""
    follow_clock_changes(now=timezone.now())


@on_nudge(LINKS_REVOKED)
def look_at_answers() -> None:
    """Take coming sessions out of the calendars of who takes part no more."""
    follow_answers(now=timezone.now())


@huey.periodic_task(crontab(minute="*/5"))
def sweep_answers() -> None:
    """Find who declined or was replaced since: answers are given in a room below."""
    look_at_answers()
