"""How many series one community can have by itself: no values, only the hard rules."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from convoca.workplan.core.ground.case import following_days
from convoca.workplan.core.ground.hard_rules import Ground, admit, lay_ground, licence_need
from convoca.workplan.core.ground.slots import WORKDAYS, Flags, Slots, Whole, open_slots
from convoca.workplan.core.ground.values import value_matrix
from convoca.workplan.core.problem.model import Community, Problem

MOST_LOOKED_AT = 20_000
"""Beginnings of series tried for the limits of experts; past it a series is taken to exist."""


@dataclass(frozen=True)
class Expected:
    """How many thousandths of a person are expected at every hour of every working day."""

    width: int
    values: Whole

    def at(self, slots: Slots) -> Whole:
        """Give what is expected at each slot."""
        inside = np.arange(len(slots)) % self.width  # every open day has all its hours
        day = slots.day // 7 * WORKDAYS + slots.day % 7
        result: Whole = self.values[day * self.width + inside]
        return result


def expect(problem: Problem, weeks: int) -> Expected:
    """Work out once what is expected of the only community of a problem, over so many weeks.

    What is left out or eased later (hours of experts, closed days, cadence) never changes it.
    """
    wide = replace(problem, weeks=weeks, closed_days=frozenset())
    values = value_matrix(wide, wide.communities[0], open_slots(wide))
    return Expected(len(problem.hours), values.sum(axis=0, dtype=np.int64))


def count_series(problem: Problem, expected: Expected) -> int:
    """Count the series that the only community of a problem can have.

    Every combination of starts counts once, whoever leads. Where the weekly limits of experts
    may bind (sessions in one week), the limits only decide between none and some.
    """
    ground, community = lay_ground(problem), problem.communities[0]
    need = licence_need(ground, expected.at(ground.slots))
    allowed = admit(ground, community, need)
    found = _count_starts(ground, community, allowed)
    if found and _limits_may_bind(problem) and not _led(ground, community, allowed):
        return 0
    return found


def _count_starts(ground: Ground, community: Community, allowed: Flags) -> int:
    """Add up the ways on from each slot, last session first; whole numbers of any size."""
    slot = np.flatnonzero(allowed.any(axis=0))
    day = ground.slots.day[slot]
    first, last = following_days(ground.problem, community, day)
    begin, end = np.searchsorted(day, first), np.searchsorted(day, last)
    ways = [int(one) for one in allowed[-1, slot]]
    for session in range(len(allowed) - 2, -1, -1):
        sums = [0]
        for one in ways:
            sums.append(sums[-1] + one)
        here = allowed[session, slot]
        ways = [
            sums[end[place]] - sums[begin[place]] if here[place] else 0
            for place in range(len(slot))
        ]
    return sum(ways)


def _limits_may_bind(problem: Problem) -> bool:
    """Tell whether two led sessions may fall in one week."""
    community = problem.communities[0]
    led = sum(topic is not None for topic in community.topics)
    return led > 1 and community.cadence.kind == "days" and community.gap_days[0] < WORKDAYS


def _led(ground: Ground, community: Community, allowed: Flags) -> bool:
    """Look for one series whose experts keep their limits in every week, depth first."""
    ways = _Ways(ground, community, allowed)
    return any(ways.goes_on(0, day, who, ()) for day, who in ways.starts(0, 0, 7 * 520))


class _Ways:
    """Days instead of slots: at which days a session may be, and the experts free on each."""

    def __init__(self, ground: Ground, community: Community, allowed: Flags) -> None:
        self.ground, self.community = ground, community
        self.days = [self._days(session, allowed[session]) for session in range(len(allowed))]
        self.dead: set[tuple[int, int, tuple[str, ...]]] = set()
        self.looked_at = 0

    def _days(self, session: int, allowed: Flags) -> dict[int, list[str | None]]:
        topic, slots = self.community.topics[session], self.ground.slots
        days: dict[int, dict[str | None, None]] = {}
        span = self.ground.problem.span_of(self.community)
        for slot in np.flatnonzero(allowed):
            here = days.setdefault(int(slots.day[slot]), {})
            if topic is None:
                here[None] = None
            for expert in self.ground.experts_for(topic):
                if self.ground.expert_free(expert.id, span)[slot]:
                    here[expert.id] = None
        return {day: list(names) for day, names in days.items()}

    def starts(self, session: int, first: int, last: int) -> Iterator[tuple[int, str | None]]:
        for day, names in self.days[session].items():
            if first <= day < last:
                yield from ((day, name) for name in names)

    def goes_on(self, session: int, day: int, who: str | None, led: tuple[str, ...]) -> bool:
        """Tell whether the series can end well from here; led: who led earlier in this week."""
        self.looked_at += 1
        if self.looked_at > MOST_LOOKED_AT:
            return True
        if who is not None:
            led = tuple(sorted((*led, who)))
            used = led.count(who) + self.ground.standing.weeks.get((who, day // 7), 0)
            if used > self.ground.experts[who].max_per_week:
                return False
        key = (session, day, led)
        if key in self.dead:
            return False
        if session == len(self.days) - 1 or self._has_next(session, day, led):
            return True
        self.dead.add(key)
        return False

    def _has_next(self, session: int, day: int, led: tuple[str, ...]) -> bool:
        first, last = (
            int(bound[0])
            for bound in following_days(self.ground.problem, self.community, np.array([day]))
        )
        return any(
            self.goes_on(session + 1, later, name, led if later // 7 == day // 7 else ())
            for later, name in self.starts(session + 1, first, last)
        )
