"""What the sessions of a cycle would be with the dates of a plan made around the others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from convoca.meetings.models import Session
from convoca.workplan.models import Plan
from convoca.workplan.queries.replanning import replanned_sessions


@dataclass(frozen=True)
class NewDate:
    """One session with the date it would get; `is_old` says that it is another by now."""

    session: Session
    at: datetime
    expert: str
    is_kept: bool
    moves: bool
    is_old: bool

    @property
    def tells(self) -> bool:
        """Say whether people who were told of the session would be told again."""
        return self.moves and self.session.state == Session.State.ANNOUNCED


def new_dates(plan: Plan, sessions: Iterable[Session]) -> list[NewDate]:
    """List the sessions that a plan gives dates, in their order; none while it has none."""
    by_number = {one.number: one for one in sessions}
    return [
        NewDate(
            session=by_number[one.number],
            at=one.start.replace(tzinfo=ZoneInfo(by_number[one.number].zone)),
            expert=one.expert,
            is_kept=one.is_kept,
            moves=one.moves,
            is_old=f"{one.before:%Y-%m-%dT%H:%M}" != by_number[one.number].wall_start,
        )
        for one in replanned_sessions(plan)
        if one.number in by_number
    ]
