"""Whether the instants of sessions to come are where their wall times are by now."""

from collections import Counter
from datetime import datetime
from enum import StrEnum

from convoca.meetings.core.clock import NoSuchTimeError, find_instant
from convoca.meetings.models import Session

State = Session.State


class ClockState(StrEnum):
    """gone: the wall time is none any more; late: the instant is the old one; untold: it is the
    new one, and who was told of the session does not know."""

    GONE = "gone"
    LATE = "late"
    UNTOLD = "untold"


def count_clocks(*, now: datetime) -> Counter[ClockState]:
    """Count the sessions to come of which something is to be said; those in order are not in."""
    coming = Session.objects.filter(starts_at__gt=now, state__in=[State.PLANNED, State.ANNOUNCED])
    states = (_state(session) for session in coming)
    return Counter(state for state in states if state is not None)


def _state(session: Session) -> ClockState | None:
    try:
        instant = find_instant(session.wall_start, session.zone)
    except NoSuchTimeError:
        return ClockState.GONE
    if instant.at != session.starts_at:
        return ClockState.LATE
    return ClockState.UNTOLD if session.clock_changed_at else None
