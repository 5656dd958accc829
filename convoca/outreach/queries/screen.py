"""What the queue shows: the person in hand, and the day before one begins."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from convoca.convening.models import ContactAttempt, Invitation
from convoca.cycles.models import Cycle
from convoca.directory.models import User
from convoca.directory.queries import phone_of
from convoca.outreach.core.hours import OfficeHours, Part, Place
from convoca.outreach.core.queue import ASIDE, Rest
from convoca.outreach.core.turns import UNDO_TIME
from convoca.outreach.models import GivenResult, Turn
from convoca.outreach.queries.day import Contactable, Day, midnight_of, plan_day
from convoca.outreach.queries.places import office_hours, places_around

LATER_DAYS = (1, 2, 5)
HISTORY_LINES = 6


@dataclass(frozen=True)
class Screen:
    """All that who calls needs to see of one person; `invitation` may be None."""

    turn: Turn
    phone: str
    invitation: Invitation | None
    attempts: tuple[ContactAttempt, ...]
    later: tuple[date, ...]
    is_morning: bool

    @property
    def digits(self) -> str:
        """Return the telephone number as WhatsApp wants it: digits alone."""
        return "".join(letter for letter in self.phone if letter.isdigit())

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone in which the person works."""
        return ZoneInfo(self.turn.seat.municipality.zone)


def get_turn(cycle: Cycle, user: User) -> Turn | None:
    """Return whom somebody has in hand in a cycle, or None."""
    turn = (
        Turn.objects.filter(cycle=cycle, user=user)
        .select_related("person", "errand", "seat__municipality__region", "seat__kind")
        .prefetch_related("person__contacts")
        .first()
    )
    if turn is not None:
        turn.cycle = cycle  # known already, with its community
    return turn


def get_screen(turn: Turn, *, now: datetime) -> Screen:
    """Return what to show of the person in hand."""
    invitation = Invitation.objects.filter(
        cycle=turn.cycle_id, seat=turn.seat_id, withdrawn_at__isnull=True
    ).first()
    attempts = ContactAttempt.objects.filter(seat=turn.seat_id).select_related("by")
    place = places_around(now)(turn.seat.municipality)
    return Screen(
        turn=turn,
        phone=phone_of(turn.person),
        invitation=invitation,
        attempts=tuple(attempts[:HISTORY_LINES]),
        later=_later_days(place, now=now),
        is_morning=place.part_at(now) is Part.MORNING,
    )


def results_today(cycle: Cycle, user: User, *, now: datetime) -> list[GivenResult]:
    """Return what somebody was told today in a cycle and did not undo, the newest first."""
    given = GivenResult.objects.filter(
        cycle=cycle, by=user, undone_at__isnull=True, at__gte=midnight_of(cycle, now=now)
    )
    return list(given.select_related("seat__municipality", "attempt").order_by("-at", "-pk"))


def undoable(given: Sequence[GivenResult], *, now: datetime) -> GivenResult | None:
    """Return the newest result while it may be undone, or None."""
    return given[0] if given and given[0].at > now - UNDO_TIME else None


@dataclass(frozen=True)
class Overview:
    """The day before one begins: how many calls are mine and in all, and what waits aside."""

    mine: int
    done: int
    callable_now: int
    closed_now: int
    callers: int
    hours: OfficeHours
    aside: Mapping[Rest, int]


def get_overview(cycle: Cycle, user: User, *, now: datetime) -> Overview:
    """Count the day of somebody in a cycle."""
    day = plan_day(cycle, now=now, caller_id=user.pk)
    rests = Counter(day.rests.values())
    return Overview(
        mine=day.planned_for(user.pk),
        done=day.done.get(user.pk, 0),
        callable_now=len(day.due),
        closed_now=rests[Rest.CLOSED],
        callers=len(set(day.shares.values())),
        hours=office_hours(),
        aside={rest: rests[rest] for rest in ASIDE if rests[rest]},
    )


def list_aside(cycle: Cycle, *, now: datetime) -> list[tuple[Contactable, Rest]]:
    """List the seats that nobody can call until somebody finds something out."""
    day: Day = plan_day(cycle, now=now)
    return [(one, rest) for rest in ASIDE for one in day.resting(rest)]


def _later_days(place: Place, *, now: datetime) -> tuple[date, ...]:
    today = place.today(now)
    return tuple(place.add_working_days(today, count) for count in LATER_DAYS)
