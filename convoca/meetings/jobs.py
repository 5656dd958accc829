"""What the worker does for sessions."""

from django.utils import timezone
from huey import crontab

from convoca.foundation.queue import huey
from convoca.meetings.services import follow_clock_changes


@huey.periodic_task(crontab(hour="10", minute="20"))
def look_at_clocks() -> None:
    """Once a day: a zone's rules may have changed since the sessions were planned."""
    follow_clock_changes(now=timezone.now())
