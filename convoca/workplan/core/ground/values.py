"""How much each slot is worth to each person, in thousandths of an attendance."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from convoca.workplan.core.ground.slots import (
    NOON_HOUR,
    WORKDAYS,
    Flags,
    LocalClock,
    Slots,
    absent,
    closed_in,
    local_clock,
)
from convoca.workplan.core.problem.model import Community, Council, Participant, Problem

Values = NDArray[np.int32]


@dataclass(frozen=True)
class Answers:
    """What was answered, summed: per weekly cell, over the community and by region."""

    total: NDArray[np.int64]
    answered: int
    by_region: dict[str, NDArray[np.int64]]
    answered_in: dict[str, int]


def value_matrix(problem: Problem, community: Community, slots: Slots) -> Values:
    """Give q[p, t]: the value of slot t for participant p.

    yes, if_need or 0 from the weekly grid at the person's own local weekday and hour; 0 off
    the grid, off the full hour, while away, in the half day of the council and on a day
    closed in the region. Without an answer the grid is replaced by `prior_grid`.

    Args:
        problem: gives the values, the hours, the closed days and the strength of the prior.
        community: its participants, in the order of the rows.
        slots: the columns; none gives a matrix without columns.

    Returns:
        Whole numbers, 0 to `yes` (or `if_need`, if that is larger); rows x columns.

    Source: docs/decisions/0004-planner.md.
    """
    grids = _grids(problem, community)
    rows_of: dict[str, list[int]] = defaultdict(list)
    for row, person in enumerate(community.participants):
        rows_of[person.zone].append(row)
    result = np.zeros((len(community.participants), len(slots)), dtype=np.int32)
    for zone, rows in rows_of.items():
        closings = Closings(problem, local_clock(slots, zone, problem.hours))
        result[rows] = grids[rows][:, closings.clock.cell]
        for row in rows:
            for closed in closings.of(community.participants[row]):
                result[row, closed] = 0
    return result


def _grids(problem: Problem, community: Community) -> Values:
    """Give the grid of every person, answered or estimated; a last column of 0 is off the grid."""
    answers = sum_answers(problem, community)
    regions = {one.region for one in community.participants if not one.weekly}
    priors = {region: prior_grid(answers, region, problem.prior_strength) for region in regions}
    grids = np.zeros((len(community.participants), len(answers.total) + 1), dtype=np.int32)
    for row, person in enumerate(community.participants):
        known = person.weekly
        grids[row, :-1] = _grid(problem, known) if known else priors[person.region]
    return grids


class Closings:
    """At which slots people of one zone cannot be asked; worked out once for each reason."""

    def __init__(self, problem: Problem, clock: LocalClock) -> None:
        self.problem, self.clock = problem, clock
        self._known: dict[object, Flags] = {}

    def of(self, person: Participant) -> Iterator[Flags]:
        """Give the slots of each absence, of the council, and of the days closed in the region."""
        clock = self.clock
        for one in person.away:
            yield self._once(one, partial(absent, clock.ordinal, (one,)))
        council = person.council
        if council is not None:
            yield self._once(council, partial(council_slots, clock, council))
        days = self.problem.regional_closed.get(person.region)
        if days:
            yield self._once(person.region, partial(closed_in, clock.ordinal, days))

    def _once(self, reason: object, work_out: Callable[[], Flags]) -> Flags:
        if reason not in self._known:
            self._known[reason] = work_out()
        return self._known[reason]


def council_slots(clock: LocalClock, council: Council) -> Flags:
    """Tell at which slots the council meets: the half day, on the nth such weekdays."""
    morning = clock.hour < NOON_HOUR
    half = morning if council.half == "am" else ~morning
    result: Flags = half & np.isin(clock.nth, council.nth) & (clock.weekday == council.weekday)
    return result


def sum_answers(problem: Problem, community: Community) -> Answers:
    """Add up the grids of those who answered; no answer at all gives sums of 0."""
    size = WORKDAYS * len(problem.hours)
    total = np.zeros(size, dtype=np.int64)
    by_region: dict[str, NDArray[np.int64]] = {}
    answered_in: dict[str, int] = {}
    for person in community.participants:
        here = by_region.setdefault(person.region, np.zeros(size, dtype=np.int64))
        answered_in.setdefault(person.region, 0)
        if person.weekly:
            grid = _grid(problem, person.weekly)
            here += grid
            total += grid
            answered_in[person.region] += 1
    return Answers(total, sum(answered_in.values()), by_region, answered_in)


def prior_grid(answers: Answers, region: str, strength: int) -> NDArray[np.int64]:
    """Estimate the grid of a person who has not answered.

    prior(c) = floor((S[c] * n + K * T[c]) / ((m + K) * n)), in thousandths:
    S, m are sums and answers of the region; T, n of the community; K = strength >= 0.
    0 everywhere if nobody answered, or if K is 0 and nobody of the region did.

    Source: docs/decisions/0004-planner.md.
    """
    here, everyone = answers.answered_in[region], answers.answered
    if everyone == 0 or here + strength == 0:
        return np.zeros_like(answers.total)
    weighted = answers.by_region[region] * everyone + strength * answers.total
    quotient: NDArray[np.int64] = weighted // ((here + strength) * everyone)
    return quotient


def _grid(problem: Problem, weekly: str) -> NDArray[np.int64]:
    worth = np.zeros(128, dtype=np.int64)
    worth[[ord("y"), ord("m")]] = problem.yes, problem.if_need
    result: NDArray[np.int64] = worth[np.frombuffer(weekly.encode("ascii"), dtype=np.uint8)]
    return result
