"""Where the sessions of a cycle are, and what moving one of them would do."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from convoca.cycles.models import Cycle
from convoca.meetings.models import Session, SessionMove
from convoca.workplan.queries.moving import Workbench, open_workbench

State = Session.State


def standing_starts(cycle: Cycle) -> dict[int, datetime]:
    """Return the wall times by number of the sessions that are not cancelled."""
    sessions = Session.objects.filter(cycle=cycle).exclude(state=State.CANCELLED)
    return {
        number: datetime.fromisoformat(wall)
        for number, wall in sessions.values_list("number", "wall_start")
    }


def workbench_of(session: Session, *, now: datetime) -> Workbench:
    """Put a session that is not cancelled against the others of its cycle, as of now."""
    return open_workbench(
        session.cycle,
        standing_starts(session.cycle),
        session.number,
        today=timezone.localdate(now, ZoneInfo(session.zone)),
    )


def settled_numbers(cycle: Cycle, *, now: datetime) -> set[int]:
    """Return the numbers of the sessions that can get no other date: held, or begun."""
    sessions = Session.objects.filter(cycle=cycle).exclude(state=State.CANCELLED)
    return {one.number for one in sessions if one.state == State.HELD or one.starts_at <= now}


def latest_move(session: Session) -> SessionMove | None:
    """Return the last move of a session that was not undone."""
    return session.moves.filter(undone_at=None).order_by("-at", "-pk").first()
