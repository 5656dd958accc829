"""The slots of a problem: the moments at which a session may begin, and who is free then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from convoca.workplan.core.model import Away, Problem

WORKDAYS = 5
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
    zone = ZoneInfo(problem.zone)
    days = [
        number
        for number in range(7 * problem.weeks)
        if number % 7 < WORKDAYS
        and problem.first_day + timedelta(days=number) not in problem.closed_days
    ]
    midnight = datetime.combine(problem.first_day, datetime.min.time())
    pairs = [(number, hour) for number in days for hour in problem.hours]
    starts = tuple(midnight + timedelta(days=number, hours=hour) for number, hour in pairs)
    return Slots(
        day=np.array([number for number, _ in pairs], dtype=np.int64),
        hour=np.array([hour for _, hour in pairs], dtype=np.int64),
        starts=starts,
        instants=tuple(start.replace(tzinfo=zone).astimezone(UTC) for start in starts),
    )


def local_clock(slots: Slots, zone: str, hours: Sequence[int]) -> LocalClock:
    """Read every slot on the clock of a zone; offsets come from zoneinfo, instant by instant."""
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


def free_slots(problem: Problem, slots: Slots, weekly: str, away: Sequence[Away]) -> Flags:
    """Tell at which slots a facilitator or expert can hold a whole session.

    The grid is read in the zone of the association; every clock hour that the session
    occupies must be inside the grid and marked y.
    """
    width = len(problem.hours)
    place = {hour: number for number, hour in enumerate(problem.hours)}
    result = np.zeros(len(slots), dtype=np.bool_)
    for number, (day, hour) in enumerate(zip(slots.day, slots.hour, strict=True)):
        occupied = [place.get(int(hour) + step) for step in range(problem.span)]
        row = int(day) % 7 * width
        result[number] = all(at is not None and weekly[row + at] == "y" for at in occupied)
    first = problem.first_day.toordinal()
    return result & ~absent(first + slots.day, away)
