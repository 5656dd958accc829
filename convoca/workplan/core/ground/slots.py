"""The slots of a problem: the moments at which a session may begin, and who is free then."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from convoca.workplan.core.problem.model import Away, Problem

WORKDAYS = 5
HOURS_A_DAY = 24
NOON_HOUR = 13
"""The council's morning ends, and its afternoon begins, at this own local hour."""

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Slots:
    """Every start on an open working day of the horizon, in order of time.

    day counts from the first day of the horizon; starts are wall times of the zone of the
    association; instants are the same moments in UTC.
    """

    day: Whole
    hour: Whole
    starts: tuple[datetime, ...]
    instants: tuple[datetime, ...]

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def clocks(self) -> dict[tuple[str, tuple[int, ...]], "LocalClock"]:
        """Keep what `local_clock` has read: the same for every community."""
        return {}


@dataclass(frozen=True)
class LocalClock:
    """What the clock and the calendar of one zone show at each slot.

    cell is the place in a weekly grid (-1 outside it or off the full hour); ordinal is the
    proleptic day number; nth says which such weekday of its month it is, from 1.
    """

    cell: Whole
    hour: Whole
    weekday: Whole
    ordinal: Whole
    nth: Whole


def open_slots(problem: Problem) -> Slots:
    """List the slots: Monday to Friday, not closed, each hour of `hours`.

    A wall time that a clock change skips is read with fold 0, as zoneinfo does.
    """
    closed = frozenset(problem.closed_days)
    return _slots(problem.zone, problem.first_day, problem.weeks, problem.hours, closed)


@lru_cache(maxsize=4)
def _slots(
    zone: str, first_day: date, weeks: int, hours: tuple[int, ...], closed: frozenset[date]
) -> Slots:
    """List the slots once for the many questions about one calendar."""
    info = ZoneInfo(zone)
    days = [
        number
        for number in range(7 * weeks)
        if number % 7 < WORKDAYS and first_day + timedelta(days=number) not in closed
    ]
    midnight = datetime.combine(first_day, datetime.min.time())
    pairs = [(number, hour) for number in days for hour in hours]
    starts = tuple(midnight + timedelta(days=number, hours=hour) for number, hour in pairs)
    return Slots(
        day=np.array([number for number, _ in pairs], dtype=np.int64),
        hour=np.array([hour for _, hour in pairs], dtype=np.int64),
        starts=starts,
        instants=tuple(start.replace(tzinfo=info).astimezone(UTC) for start in starts),
    )


def local_clock(slots: Slots, zone: str, hours: Sequence[int]) -> LocalClock:
    """Read every slot on the clock of a zone; offsets come from zoneinfo, instant by instant."""
    key = (zone, tuple(hours))
    if key not in slots.clocks:
        slots.clocks[key] = _read_clock(slots, zone, hours)
    return slots.clocks[key]


def _read_clock(slots: Slots, zone: str, hours: Sequence[int]) -> LocalClock:
    info = ZoneInfo(zone)
    place = {hour: number for number, hour in enumerate(hours)}
    cells, local = [], [instant.astimezone(info) for instant in slots.instants]
    for moment in local:
        full_hour = moment.minute == 0 and moment.second == 0
        inside = full_hour and moment.weekday() < WORKDAYS and moment.hour in place
        cells.append(moment.weekday() * len(hours) + place[moment.hour] if inside else -1)
    return LocalClock(
        cell=np.array(cells, dtype=np.int64),
        hour=np.array([moment.hour for moment in local], dtype=np.int64),
        weekday=np.array([moment.weekday() for moment in local], dtype=np.int64),
        ordinal=np.array([moment.toordinal() for moment in local], dtype=np.int64),
        nth=np.array([(moment.day - 1) // 7 + 1 for moment in local], dtype=np.int64),
    )


def absent(ordinal: Whole, away: Sequence[Away]) -> Flags:
    """Tell at which slots a person is away; `ordinal` are the local days of the slots."""
    result = np.zeros(len(ordinal), dtype=np.bool_)
    for first, last in away:
        result |= (ordinal >= first.toordinal()) & (ordinal <= last.toordinal())
    return result


def closed_in(ordinal: Whole, days: frozenset[date]) -> Flags:
    """Tell which slots fall on one of the days."""
    return np.isin(ordinal, [day.toordinal() for day in days])


def free_slots(
    problem: Problem, slots: Slots, weekly: str, away: Sequence[Away], span: int
) -> Flags:
    """Tell at which slots a facilitator or expert can hold a session of `span` clock hours.

    The grid is read in the zone of the association; every clock hour that the session
    occupies must be inside the grid and marked y.
    """
    width = len(problem.hours)
    grid = np.array([letter == "y" for letter in weekly], dtype=np.bool_).reshape(-1, width)
    place = np.full(HOURS_A_DAY + span, -1, dtype=np.int64)
    place[list(problem.hours)] = np.arange(width)
    result = ~absent(problem.first_day.toordinal() + slots.day, away)
    for step in range(span):
        at = place[slots.hour + step]
        result &= (at >= 0) & grid[slots.day % 7, at]
    return result


def busy_slots(slots: Slots, hours: Collection[int], span: int) -> Flags:
    """Tell at which slots a session of `span` clock hours would touch one of the hours.

    hours count from the first midnight of the horizon.
    """
    result = np.zeros(len(slots), dtype=np.bool_)
    if hours:
        begins = slots.day * HOURS_A_DAY + slots.hour
        used = np.array(sorted(hours), dtype=np.int64)
        for step in range(span):
            result |= np.isin(begins + step, used)
    return result
