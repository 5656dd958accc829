"""Reading sessions: the timeline of a cycle, one session, and how its hour reads elsewhere."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from convoca.convening.models import Invitation
from convoca.cycles.models import Cycle
from convoca.directory.models import PersonalLink, Seat
from convoca.foundation.errors import NotFoundError
from convoca.meetings.core.clock import NoSuchTimeError, find_instant, wall_of
from convoca.meetings.models import Attendance, Session
from convoca.meetings.queries.guests import list_accepted

Presence = Attendance.Presence


@dataclass(frozen=True)
class SessionLine:
    """One session of the timeline with its counts; `accepted` is the denominator of all.

    `takes_part` counts who takes part in the cycle now. Once a session was held, the seats
    recorded then are its denominator: who joined later was not missing.
    """

    session: Session
    present: int
    excused: int
    absent: int
    takes_part: int

    @property
    def accepted(self) -> int:
        """Return for how many seats the session was."""
        is_held = self.session.state == Session.State.HELD
        return self.recorded if is_held else self.takes_part

    @property
    def recorded(self) -> int:
        """Return for how many seats something is recorded."""
        return self.present + self.excused + self.absent


@dataclass(frozen=True)
class ZoneReading:
    """How many seats read the hour of a session differently from the association, and how."""

    zone: str
    moment: datetime
    seats: int


@dataclass(frozen=True)
class WallClock:
    """Whether a wall time occurs twice, and then is the first one; or not at all any more."""

    happens_twice: bool
    is_gone: bool


@dataclass(frozen=True)
class LinkedSession:
    """What a personal link opens: a session and the seats that its person takes part for.

    No seats: the person does not take part any more; then only date and topic are theirs.
    """

    session: Session
    seats: tuple[Seat, ...]
    is_excused: bool
    reason: str


def list_sessions(cycle: Cycle) -> list[SessionLine]:
    """List the sessions of a cycle with who came, in their order."""
    accepted = len(list_accepted(cycle))
    rows = Attendance.objects.filter(session__cycle=cycle).values("session", "presence")
    counts = {(row["session"], row["presence"]): row["n"] for row in rows.annotate(n=Count("pk"))}
    return [
        SessionLine(
            session=session,
            present=counts.get((session.pk, Presence.PRESENT.value), 0),
            excused=counts.get((session.pk, Presence.EXCUSED.value), 0),
            absent=counts.get((session.pk, Presence.ABSENT.value), 0),
            takes_part=accepted,
        )
        for session in Session.objects.filter(cycle=cycle)
    ]


def get_session(cycle: Cycle, number: int) -> Session:
    """Return a session of a cycle that the caller may see, or raise NotFoundError."""
    session = (
        Session.objects.select_related("cycle__community__association", "cycle__community__kind")
        .filter(cycle=cycle, number=number)
        .first()
    )
    if session is None:
        raise NotFoundError(number)
    return session


def get_linked_session(link: PersonalLink) -> LinkedSession:
    """Return what a personal link of the purpose "session" is about.

    Raises NotFoundError when its session is gone.
    """
    session = (
        Session.objects.select_related("cycle__community__association", "cycle__community__kind")
        .filter(
            pk=link.occasion.removeprefix("session:"),
            cycle__community__kind=link.seat.kind_id,
            cycle__community__association=link.seat.association_id,
        )
        .first()
    )
    if session is None:
        raise NotFoundError(link.occasion)
    seats = tuple(
        invitation.seat
        for invitation in list_accepted(session.cycle)
        if invitation.participant.pk == link.person_id
    )
    excuses = session.attendances.filter(seat__in=seats, presence=Presence.EXCUSED)
    excuse = excuses.first()
    return LinkedSession(
        session=session,
        seats=seats,
        is_excused=excuse is not None,
        reason=excuse.reason if excuse else "",
    )


def list_zone_readings(session: Session, accepted: list[Invitation]) -> list[ZoneReading]:
    """List the zones of the seats whose clock differs from the association's, most seats first."""
    counted = Counter(invitation.seat.municipality.zone for invitation in accepted)
    return [
        ZoneReading(zone=zone, moment=session.starts_at, seats=seats)
        for zone, seats in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
        if wall_of(session.starts_at, zone) != wall_of(session.starts_at, session.zone)
    ]


def read_clock(session: Session) -> WallClock:
    """Say how the wall time of a session stands on that day's clock, by the rules of today."""
    try:
        found = find_instant(session.wall_start, session.zone)
    except NoSuchTimeError:
        return WallClock(happens_twice=False, is_gone=True)
    return WallClock(happens_twice=found.happens_twice, is_gone=False)
