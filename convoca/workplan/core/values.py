"""How much each slot is worth to each person, in thousandths of an attendance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convoca.workplan.core.model import Community, Participant, Problem
from convoca.workplan.core.slots import (
    NOON_HOUR,
    WORKDAYS,
    Flags,
    LocalClock,
    Slots,
    absent,
    closed_in,
    local_clock,
)

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
    answers = sum_answers(problem, community)
    zones = sorted({person.zone for person in community.participants})
    clocks = {zone: local_clock(slots, zone, problem.hours) for zone in zones}
    result = np.zeros((len(community.participants), len(slots)), dtype=np.int32)
    for row, person in enumerate(community.participants):
        clock = clocks[person.zone]
        grid = _grid(problem, person.weekly) if person.weekly else None
        if grid is None:
            grid = prior_grid(answers, person.region, problem.prior_strength)
        usable = (clock.cell >= 0) & ~_blocked(problem, person, clock)
        result[row, usable] = grid[clock.cell[usable]]
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
            here += _grid(problem, person.weekly)
            total += _grid(problem, person.weekly)
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
    worth = {"y": problem.yes, "m": problem.if_need, "n": 0}
    return np.array([worth[letter] for letter in weekly], dtype=np.int64)


def _blocked(problem: Problem, person: Participant, clock: LocalClock) -> Flags:
    result = absent(clock.ordinal, person.away)
    result |= closed_in(clock.ordinal, problem.regional_closed.get(person.region, frozenset()))
    if person.council is not None:
        morning = clock.hour < NOON_HOUR
        half = morning if person.council.half == "am" else ~morning
        week = np.isin(clock.nth, person.council.nth)
        result |= half & week & (clock.weekday == person.council.weekday)
    return result
