"""The heat of the week: who can at each hour of the association, whatever the own clock says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from convoca.workplan.core.problem.grid import IF_NEED, NO, WORKDAYS, YES

WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class OwnWeek:
    """What one person said: 5 x len(hours) letters on the own clock, Monday first, or ""."""

    zone: str
    letters: str


@dataclass(frozen=True)
class HeatCell:
    """One hour of the week, on the clock of the association: who can, of those who answered."""

    weekday: int
    hour: int
    yes: int
    if_need: int
    answered: int

    @property
    def cannot(self) -> int:
        """Return how many of those who answered cannot."""
        return self.answered - self.yes - self.if_need


@dataclass(frozen=True)
class Group:
    """Part of the people at one hour; `names` are several where small groups were put together."""

    names: tuple[str, ...]
    yes: int
    if_need: int
    cannot: int
    unanswered: int

    @property
    def answered(self) -> int:
        """Return how many of the group answered."""
        return self.yes + self.if_need + self.cannot


def read_weeks(
    weeks: Iterable[OwnWeek], *, zone: str, monday: date, hours: Sequence[int]
) -> list[str]:
    """Read what people said at the hours of one zone, in the week of a Monday.

    Args:
        weeks: in any order; empty gives [].
        zone: whose clock gives the hours.
        hours: full hours of the grid, ascending; the same for all.

    Returns:
        One text a person, in their order: 5 x len(hours) letters y, m or n; "" where nothing was
        said. What falls outside of the own grid, or between its hours, is n.

    Raises:
        ZoneInfoNotFoundError: a zone is not known.
    """
    places: dict[str, list[int]] = {}
    read = []
    for week in weeks:
        if week.zone not in places:
            places[week.zone] = _places(week.zone, zone=zone, monday=monday, hours=hours)
        at = places[week.zone]
        read.append("".join(week.letters[one] if one >= 0 else NO for one in at if week.letters))
    return read


def count_cells(weeks: Iterable[str], hours: Sequence[int]) -> list[HeatCell]:
    """Count who can at each hour of the week, Monday first.

    Args:
        weeks: as `read_weeks` gives them; who said nothing ("") is in no count.
        hours: those of the weeks.

    Returns:
        5 x len(hours) cells, all with the same denominator; 0 everywhere if nobody answered.
    """
    answered = [week for week in weeks if week]
    columns = ["".join(column) for column in zip(*answered, strict=True)]
    columns = columns or [""] * (WORKDAYS * len(hours))
    cells = [(day, hour) for day in range(WORKDAYS) for hour in hours]
    return [
        HeatCell(day, hour, column.count(YES), column.count(IF_NEED), len(answered))
        for (day, hour), column in zip(cells, columns, strict=True)
    ]


def rank_cells(cells: Iterable[HeatCell]) -> list[HeatCell]:
    """Order hours by who can, the best first: 2 * yes + if_need; ties go by day and hour."""
    return sorted(cells, key=lambda one: (-2 * one.yes - one.if_need, one.weekday, one.hour))


def group_people(said: Iterable[tuple[str, str]]) -> list[Group]:
    """Count by group what was said at one hour.

    Args:
        said: for each person the name of the group, and the letter; "" for no answer.

    Returns:
        One group a name, in the order in which the names first come.
    """
    letters: dict[str, list[str]] = {}
    for name, letter in said:
        letters.setdefault(name, []).append(letter)
    return [
        Group((name,), one.count(YES), one.count(IF_NEED), one.count(NO), one.count(""))
        for name, one in letters.items()
    ]


def join_small(groups: Sequence[Group], smallest: int) -> list[Group]:
    """Put groups together in which somebody, yet fewer than `smallest`, answered.

    While all of these have fewer answers than `smallest`, the group with the fewest of the rest
    joins them, so that nothing follows from the total; ties go by position. Where nobody
    answered there is nothing to hide.

    Returns:
        The groups that stand alone in their order, then the joined one, if any. It may still be
        smaller, when all answers together are.
    """
    small = [one for one in groups if 0 < one.answered < smallest]
    while small and sum(one.answered for one in small) < smallest:
        rest = [one for one in groups if one.answered and one not in small]
        if not rest:
            break
        small.append(min(rest, key=lambda one: one.answered))
    alone = [one for one in groups if one not in small]
    return [*alone, _joined([one for one in groups if one in small])] if small else alone


def clock_weeks(zone: str, others: Iterable[str], *, first: date, last: date) -> list[date]:
    """List the Mondays from which the clocks of some zones stand in another way to each other.

    Args:
        zone: the clock that gives the hours; others: those that are compared with it.
        first, last: days of the window, both included; weeks begin on the Monday of `first`.

    Returns:
        The Monday of the first week, and of each later one in which a difference, as of noon on
        that Monday, is one not seen before. Last before that Monday gives [].
    """
    monday = first - timedelta(days=first.weekday())
    seen: dict[tuple[timedelta | None, ...], date] = {}
    while monday <= last:
        noon = datetime.combine(monday, time(12), tzinfo=ZoneInfo(zone))
        offsets = [noon.astimezone(ZoneInfo(one)).utcoffset() for one in (zone, *others)]
        differences = tuple(_difference(one, offsets[0]) for one in offsets[1:])
        seen.setdefault(differences, monday)
        monday += WEEK
    return sorted(seen.values())


def _difference(one: timedelta | None, other: timedelta | None) -> timedelta:
    assert one is not None
    assert other is not None
    return one - other


def _places(own: str, *, zone: str, monday: date, hours: Sequence[int]) -> list[int]:
    """Return for each hour of a zone its place in a grid of the own zone; -1 outside of it."""
    column = {hour: number for number, hour in enumerate(hours)}
    places = []
    for day in range(WORKDAYS):
        for hour in hours:
            start = datetime.combine(monday + timedelta(days=day), time(hour), ZoneInfo(zone))
            local = start.astimezone(ZoneInfo(own))
            inside = local.weekday() < WORKDAYS and local.hour in column and not local.minute
            place = local.weekday() * len(hours) + column.get(local.hour, 0)
            places.append(place if inside else -1)
    return places


def _joined(groups: Sequence[Group]) -> Group:
    return Group(
        tuple(name for one in groups for name in one.names),
        sum(one.yes for one in groups),
        sum(one.if_need for one in groups),
        sum(one.cannot for one in groups),
        sum(one.unanswered for one in groups),
    )
