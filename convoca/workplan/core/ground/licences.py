"""Licences of video calls: alike ones share a shelf, and are handed out at the end.

Licences of one capacity are alike: when no hour holds more sessions than licences, the sessions
can be handed out (interval graphs are perfect, and no session passes midnight, so days away
change nothing). Hours that others take of single licences break this for sessions longer than
an hour; then a shelf holds only licences with the same hours taken.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from convoca.workplan.core.ground.slots import HOURS_A_DAY, Flags, Slots
from convoca.workplan.core.ground.standing import Hours, Standing
from convoca.workplan.core.problem.model import Licence, Problem


@dataclass(frozen=True)
class Shelf:
    """Licences of one capacity that may stand for one another.

    name is the capacity, and the first licence where several shelves have that capacity.
    taken: hours in use by others, for each licence, counted from the first midnight.
    """

    name: str
    capacity: int
    licences: tuple[Licence, ...]
    taken: Hours
    first_day: date

    def count(self, hour: int) -> int:
        """Say how many are to be had in an hour, counted from the first midnight."""
        return self._in_day(hour // HOURS_A_DAY) - self._used_by_others(hour)

    def has(self, licence: Licence, hour: int) -> bool:
        """Tell whether one is to be had in an hour: not away that day, not taken."""
        day = self.first_day + timedelta(days=hour // HOURS_A_DAY)
        return not is_away(licence, day) and hour not in self.taken.get(licence.id, ())

    def open_slots(self, slots: Slots, span: int) -> Flags:
        """Tell at which slots at least one is to be had in every hour of a session."""
        result = np.full(len(slots), fill_value=bool(self.licences), dtype=np.bool_)
        if any(one.away for one in self.licences) or self._taken_hours:
            begins = slots.day * HOURS_A_DAY + slots.hour
            for step in range(span):
                result &= np.array([self.count(int(hour) + step) > 0 for hour in begins], bool)
        return result

    def _in_day(self, number: int) -> int:
        if number not in self._days:
            day = self.first_day + timedelta(days=number)
            self._days[number] = sum(not is_away(one, day) for one in self.licences)
        return self._days[number]

    def _used_by_others(self, hour: int) -> int:
        day = self.first_day + timedelta(days=hour // HOURS_A_DAY)
        return sum(not is_away(one, day) for one in self._taken_hours.get(hour, ()))

    @cached_property
    def _days(self) -> dict[int, int]:
        return {}

    @cached_property
    def _taken_hours(self) -> Mapping[int, list[Licence]]:
        result: dict[int, list[Licence]] = {}
        for one in self.licences:
            for hour in self.taken.get(one.id, ()):
                result.setdefault(hour, []).append(one)
        return result


def shelves_of(problem: Problem, standing: Standing, longest: int) -> tuple[Shelf, ...]:
    """Put the licences on shelves, the smallest capacity first.

    longest: clock hours of the longest session; from two on, what others take parts shelves.
    """
    alike: dict[tuple[int, tuple[int, ...]], list[Licence]] = {}
    for one in problem.licences:
        hours = sorted(standing.licences.get(one.id, ())) if longest > 1 else ()
        alike.setdefault((one.capacity, tuple(hours)), []).append(one)
    shelves = Counter(capacity for capacity, _ in alike)
    return tuple(
        Shelf(
            name=str(capacity) if shelves[capacity] == 1 else f"{capacity} ({licences[0].id})",
            capacity=capacity,
            licences=tuple(licences),
            taken={one.id: standing.licences.get(one.id, frozenset()) for one in licences},
            first_day=problem.first_day,
        )
        for (capacity, _), licences in sorted(alike.items())
    )


def hand_out_licences(shelf: Shelf, sessions: Iterable[range]) -> list[str]:
    """Give each session a licence of the shelf, by id: the first that is free.

    sessions: the hours of each, in order of beginning, never more at an hour than `count`.
    """
    busy: dict[str, int] = {}
    chosen = []
    for hours in sessions:
        one = next(
            one.id
            for one in shelf.licences
            if busy.get(one.id, hours.start) <= hours.start
            and all(shelf.has(one, hour) for hour in hours)
        )
        busy[one] = hours.stop
        chosen.append(one)
    return chosen


def is_away(licence: Licence, day: date) -> bool:
    """Tell whether a licence is not to be had on a day."""
    return any(first <= day <= last for first, last in licence.away)
