"""What the worker does for sessions."""

from datetime import timedelta

from django.utils import timezone

from convoca.directory.services import LINKS_REVOKED
from convoca.foundation.duties import every
from convoca.foundation.queue import on_nudge
from convoca.meetings.services import (
    apply_calendar_reply,
    follow_answers,
    follow_clock_changes,
)
from convoca.messaging.models import InboundEvent
from convoca.messaging.services.inbox import applies

applies(InboundEvent.Source.MAIL)(apply_calendar_reply)


@every(days=1, at=timedelta(hours=10, minutes=20))
def look_at_clocks() -> None:
    """Once a day: a zone's rules may have changed since the sessions were planned."""
    follow_clock_changes(now=timezone.now())


@on_nudge(LINKS_REVOKED)
def look_at_answers() -> None:
    """Take coming sessions out of the calendars of who takes part no more."""
    follow_answers(now=timezone.now())


@every(minutes=5)
def sweep_answers() -> None:
    """Find who declined or was replaced since: answers are given in a room below."""
    look_at_answers()
