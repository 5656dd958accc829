"""The hours of interviews, by the clock."""

from django.utils import timezone

from convoca.agenda.services import drop_stale_hours, remind_hours
from convoca.foundation.duties import every


@every(minutes=30)
def remind_of_interviews() -> None:
    """Write to who has an hour within a day."""
    remind_hours(now=timezone.now())


@every(minutes=10)
def sweep_hours() -> None:
    """Call off hours whose interview was made, or will not be: told in rooms below."""
    drop_stale_hours(now=timezone.now())
