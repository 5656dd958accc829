"""The sessions of all the communities, week by week, and how many licences they use."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from convoca.foundation.models import Association
from convoca.workplan.core.result.country import BusyHour, Standing, count_use, full_hours
from convoca.workplan.models import Licence, Plan
from convoca.workplan.queries.standing import standing_sessions

WEEKDAYS = 5
DAYS = 7
PICTURE_WIDTH, PICTURE_TOP, PITCH = 704, 22, 24
LABELS = 220
"""Pixels on the left for the names, of at most so many letters."""
MOST_LETTERS = 26
MOST_NAMED = 8
"""How many Mondays are written, so that they do not run into one another."""


@dataclass(frozen=True)
class CalendarEntry:
    """One session: confirmed, or only proposed by the plan of the country."""

    community: str
    community_id: int
    cycle_id: int
    number: int
    start: datetime
    minutes: int
    is_confirmed: bool


@dataclass(frozen=True)
class CalendarHour:
    """The sessions that begin at an hour, and how many calls there are at that hour in all."""

    start: datetime
    entries: Sequence[CalendarEntry]
    used: int


@dataclass(frozen=True)
class CalendarWeek:
    """One week, Monday to Friday: of each day its hours with sessions."""

    monday: date
    days: Sequence[Sequence[CalendarHour]]


@dataclass(frozen=True)
class DrawnMark:
    """One session in the picture, `x` its centre in pixels."""

    x: int
    is_confirmed: bool


@dataclass(frozen=True)
class DrawnRow:
    """The sessions of one community in the picture."""

    label: str
    marks: Sequence[DrawnMark]
    middle: int

    @property
    def baseline(self) -> int:
        return self.middle + 5


@dataclass(frozen=True)
class DrawnMonday:
    """Where a week begins; the named ones are far enough apart to be read."""

    on: date
    x: int
    is_named: bool


@dataclass(frozen=True)
class CountryPicture:
    """A line a community, a mark a session, from the first Monday to the last week."""

    rows: Sequence[DrawnRow]
    mondays: Sequence[DrawnMonday]
    width: int = PICTURE_WIDTH

    @property
    def height(self) -> int:
        return PICTURE_TOP + PITCH * len(self.rows)


@dataclass(frozen=True)
class CountryCalendar:
    """All sessions of an association that stand or are proposed.

    licences is how many there are; 0 where none is written down and each community has its own.
    """

    entries: Sequence[CalendarEntry]
    shown: Sequence[CalendarEntry]
    licences: int

    def only(self, community_id: int | None) -> "CountryCalendar":
        """Show the sessions of one community, or of all; what others use still counts."""
        shown = [one for one in self.entries if community_id in {None, one.community_id}]
        return replace(self, shown=shown)

    @property
    def weeks(self) -> list[CalendarWeek]:
        """Return the weeks with a session shown, in order of time."""
        used = self._used
        mondays = sorted({_monday(one.start) for one in self.shown})
        return [CalendarWeek(monday, self._days(monday, used)) for monday in mondays]

    @property
    def full(self) -> list[BusyHour]:
        """Return the hours at which every licence is in use."""
        return full_hours(_as_standing(self.entries), licences=self.licences)

    def picture(self) -> CountryPicture:
        """Draw the sessions shown; there must be one."""
        mondays = [_monday(one.start) for one in self.entries]
        first, days = min(mondays), (max(mondays) - min(mondays)).days + DAYS
        scale = (PICTURE_WIDTH - LABELS) / days
        step = -(-days // DAYS // MOST_NAMED) or 1
        names = sorted({one.community for one in self.shown})
        rows = [
            DrawnRow(
                label=name if len(name) <= MOST_LETTERS else f"{name[: MOST_LETTERS - 1]}…",
                marks=[
                    DrawnMark(_place(one.start, first, scale), one.is_confirmed)
                    for one in self.shown
                    if one.community == name
                ],
                middle=PICTURE_TOP + PITCH * number + PITCH // 2,
            )
            for number, name in enumerate(names)
        ]
        lines = [
            DrawnMonday(
                on=first + timedelta(weeks=week),
                x=round(LABELS + week * DAYS * scale),
                is_named=week % step == 0,
            )
            for week in range(days // DAYS)
        ]
        return CountryPicture(rows, lines)

    @property
    def _used(self) -> dict[datetime, int]:
        return {hour: len(names) for hour, names in count_use(_as_standing(self.entries)).items()}

    def _days(self, monday: date, used: dict[datetime, int]) -> list[list[CalendarHour]]:
        days = []
        for number in range(WEEKDAYS):
            day = monday + timedelta(days=number)
            today = [one for one in self.shown if one.start.date() == day]
            starts = sorted({one.start for one in today})
            days.append(
                [
                    CalendarHour(
                        start,
                        [one for one in today if one.start == start],
                        used[start.replace(minute=0)],
                    )
                    for start in starts
                ]
            )
        return days


def calendar_of(association: Association, plans: Sequence[Plan]) -> CountryCalendar:
    """Collect the sessions that stand in an association, and those of the plans of a country."""
    proposed = {plan.cycle_id for plan in plans}
    others = (
        Plan.objects.filter(
            cycle__community__association=association,
            cycle__closed_at__isnull=True,
            state=Plan.State.CONFIRMED,
        )
        .exclude(cycle__in=proposed)
        .select_related("cycle__community")
        .defer("problem")
    )
    entries = sorted(
        (entry for plan in [*plans, *others] for entry in _entries(plan)),
        key=lambda one: (one.start, one.community),
    )
    licences = Licence.objects.filter(association=association, is_active=True).count()
    return CountryCalendar(entries, entries, licences)


def _entries(plan: Plan) -> list[CalendarEntry]:
    community = plan.cycle.community
    return [
        CalendarEntry(
            community=community.name,
            community_id=community.pk,
            cycle_id=plan.cycle_id,
            number=one.number,
            start=one.start,
            minutes=community.session_min,
            is_confirmed=plan.state == Plan.State.CONFIRMED,
        )
        for one in standing_sessions(plan)
        if plan.cycle.closed_at is None
    ]


def _as_standing(entries: Iterable[CalendarEntry]) -> list[Standing]:
    return [
        Standing(one.community, one.start.replace(minute=0), one.minutes, None, None, None)
        for one in entries
    ]


def _place(start: datetime, first: date, scale: float) -> int:
    return round(LABELS + ((start.date() - first).days + 0.5) * scale)


def _monday(start: datetime) -> date:
    return start.date() - timedelta(days=start.weekday())
