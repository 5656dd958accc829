"""One community: the Lagrangian bound, then depth-first over every pattern that can still win."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from convoca.workplan.core.case import Case
from convoca.workplan.core.path import NEVER, Reals, Steps, onward, prepare_steps
from convoca.workplan.core.relax import (
    STEPS,
    Multipliers,
    first_multipliers,
    person_weights,
    relax,
)
from convoca.workplan.core.score import Patterns, attended_sums, changes, score
from convoca.workplan.core.slots import Flags

BATCH = 512
MOST_PATTERNS = 200_000
ROUNDING = 1e-11
"""Relative error of a bound in floating point, generously: a few times |P| * 2.2e-16."""


@dataclass(frozen=True)
class Best:
    """The outcome for one community.

    value and pattern are None when no pattern was found. bound is never below the optimum;
    proven says that the search ended: then value is the optimum, or there is no pattern.
    met holds good patterns seen on the way, with their values.
    """

    value: int | None
    pattern: Patterns | None
    bound: float
    proven: bool
    multipliers: Multipliers
    met: dict[tuple[int, ...], int]


def solve_case(
    case: Case,
    *,
    should_stop: Callable[[], bool],
    accept: Callable[[Patterns], bool] = lambda _: True,
    start: Multipliers | None = None,
    rounds: int = STEPS,
) -> Best:
    """Find the pattern of one community with the greatest value, and prove it.

    Args:
        case: the community; its offer may hold prices as well as the cost of moving.
        should_stop: asked between batches; a stopped search gives its best and its bound.
        accept: refuses patterns for a reason outside the case (experts at their limit).
        start: multipliers of a similar case, to begin nearer.
        rounds: subgradient steps before the search.

    Returns:
        See `Best`. Of several optima, always the same one.

    Source: docs/decisions/0004-planner.md.
    """
    multipliers = start or first_multipliers(case)
    if not len(case.slot):
        return Best(None, None, NEVER, proven=True, multipliers=multipliers, met={})
    steps = prepare_steps(case)
    root = relax(steps, multipliers, rounds=rounds, should_stop=should_stop)
    search = Search(steps, root.multipliers, accept)
    if root.pattern is not None and root.best is not None:
        search.consider(root.pattern[None], np.array([root.best]))
    bound = min(search.run(should_stop), root.bound)
    if search.value is not None:
        bound = max(bound, float(search.value))
    pattern = search.patterns[-1] if search.patterns else None
    proven = search.ended or root.bound == NEVER
    return Best(search.value, pattern, bound, proven, root.multipliers, root.met)


def patterns_from(
    case: Case, *, floor: int, multipliers: Multipliers, should_stop: Callable[[], bool]
) -> Patterns | None:
    """List every pattern worth at least `floor`.

    None if the search was stopped, or met more than MOST_PATTERNS.
    """
    search = Search(prepare_steps(case), multipliers, lambda _: True, floor=floor)
    search.run(should_stop)
    if not search.ended:
        return None
    return np.array(search.patterns, dtype=np.intp).reshape(-1, case.sessions)


class Search:
    """Depth-first over beginnings of patterns, many at a time.

    With a floor it keeps every pattern that reaches it; without, only ever better ones.
    """

    def __init__(
        self,
        steps: Steps,
        multipliers: Multipliers,
        accept: Callable[[Patterns], bool],
        floor: int | None = None,
    ) -> None:
        case = steps.case
        self.steps, self.case, self.accept, self.floor = steps, case, accept, floor
        self.theta = multipliers.theta
        self.beta = person_weights(case, multipliers.mu)
        self.most_left = _most_left(case)
        self.value: int | None = None
        self.patterns: list[Patterns] = []
        self.ended = False

    def run(self, should_stop: Callable[[], bool]) -> float:
        """Search until the end or until stopped; give a bound on what was not looked at."""
        case = self.case
        empty = np.empty((1, 0), dtype=np.intp)
        waiting = [self._grow(empty)]
        while waiting and len(self.patterns) <= MOST_PATTERNS and not should_stop():
            begun, bounds = waiting.pop()
            alive = bounds >= self._needed()
            begun, bounds = begun[alive], bounds[alive]
            if len(begun) > BATCH:
                waiting.append((begun[:-BATCH], bounds[:-BATCH]))
                begun = begun[-BATCH:]
            if not len(begun):
                continue
            if begun.shape[1] == case.sessions:
                self.consider(begun, score(case, begun))
            else:
                waiting.append(self._grow(begun))
        self.ended = not waiting
        return max((float(bounds.max(initial=NEVER)) for _, bounds in waiting), default=NEVER)

    def consider(self, patterns: Patterns, values: Patterns) -> None:
        """Keep what is good enough among scored patterns, the best first."""
        for row in np.argsort(-values, kind="stable"):
            value = int(values[row])
            if value < self._least():
                return
            if self.accept(patterns[row]):
                self.patterns.append(patterns[row])
                self.value = value if self.value is None else max(value, self.value)

    def _least(self) -> float:
        if self.floor is not None:
            return self.floor
        return NEVER if self.value is None else self.value + 1

    def _needed(self) -> float:
        least = self._least()
        return least - 1e-3 - ROUNDING * abs(least) if np.isfinite(least) else least

    def _grow(self, begun: Patterns) -> tuple[Patterns, Reals]:
        """Add one session to each beginning wherever the bound allows; least bound first."""
        bounds = self._bounds(begun)
        row, place = np.nonzero(np.isfinite(bounds) & (bounds >= self._needed()))
        grown = np.concatenate([begun[row], place[:, None]], axis=1)
        bounds = bounds[row, place]
        order = np.argsort(bounds, kind="stable")
        return grown[order], bounds[order]

    def _bounds(self, begun: Patterns) -> Reals:
        """Bound every pattern that begins so and has its next session at each place.

        Knowing x of the sessions so far makes theta exact for many: 0 for those already
        reached, 1 for those whom the remaining sessions cannot carry past the mark.
        """
        case, done = self.case, begun.shape[1]
        attended = attended_sums(case, begun) if done else np.zeros((1, case.people))
        missing = np.maximum(case.enough - attended, 0.0)
        theta = np.where(missing >= self.most_left[done], 1.0, self.theta)
        theta = np.where(missing <= 0, 0.0, theta)
        reached = np.minimum(attended, case.enough) + (1 - theta) * missing
        known = case.weights.attendance * attended.sum(axis=1) + reached @ self.beta
        gains = (case.weights.attendance + self.beta * theta) @ case.values
        result = onward(self.steps, gains, after=done - 1)[0] + known[:, None]
        total: Reals = result + self._begun_cost(begun) if done else result
        return total

    def _begun_cost(self, begun: Patterns) -> Reals:
        """Give what the sessions so far offered, less the changes up to the next place."""
        case, done = self.case, begun.shape[1]
        known = case.offer[np.arange(done), begun].sum(axis=1)
        known = known - case.weights.change * changes(case, begun)
        last, place = begun[:, -1:], np.arange(len(case.slot))
        fits: Flags = (place >= case.first[last]) & (place < case.last[last])
        cost = np.where(case.moment[place] == case.moment[last], 0, case.weights.change)
        return np.where(fits, known[:, None] - cost, NEVER)


def _most_left(case: Case) -> Reals:
    """Give, for each number of sessions done, the most each person can still gain."""
    shape = (case.sessions, case.people)
    most = np.zeros(shape)
    for session in range(case.sessions):
        places = case.values[:, case.allowed[session]]
        most[session] = places.max(axis=1, initial=0)
    result: Reals = np.cumsum(most[::-1], axis=0)[::-1]
    return result
