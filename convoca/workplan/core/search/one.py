"""One community: the Lagrangian bound, then depth-first over every pattern that can still win."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convoca.workplan.core.ground.case import Case
from convoca.workplan.core.ground.score import Patterns, attended_sums, changes, score
from convoca.workplan.core.search.path import (
    NEVER,
    Floats,
    Reals,
    Steps,
    Window,
    onward,
    prepare_steps,
    windows_after,
)
from convoca.workplan.core.search.relax import (
    STEPS,
    Multipliers,
    first_multipliers,
    person_weights,
    relax,
)

BATCH = 512
MOST_PATTERNS = 200_000
SINGLE = np.float32
SINGLE_STEP = 2.0**-23
"""Relative error of one operation in single precision, doubled."""


@dataclass(frozen=True)
class Best:
    """The outcome for one community.

    value and pattern are None when no pattern was found. bound is never below the optimum;
    proven says that the search ended: then no pattern is worth more than bound, or there is none.
    relaxed is the bound of the multipliers alone. met holds good patterns seen on the way, with
    their values; visited counts the beginnings that were bounded.
    """

    value: int | None
    pattern: Patterns | None
    bound: float
    proven: bool
    multipliers: Multipliers
    met: dict[tuple[int, ...], int]
    relaxed: float = NEVER
    visited: int = 0


def solve_case(
    case: Case,
    *,
    should_stop: Callable[[], bool],
    accept: Callable[[Patterns], bool] = lambda _: True,
    start: Multipliers | None = None,
    rounds: int = STEPS,
    tolerance: int = 0,
) -> Best:
    """Find the pattern of one community with the greatest value, and prove it.

    Args:
        case: the community; its offer may hold prices as well as the cost of moving.
        should_stop: asked between batches; a stopped search gives its best and its bound.
        accept: refuses patterns for a reason outside the case (experts at their limit).
        start: multipliers of a similar case, to begin nearer.
        rounds: subgradient steps before the search.
        tolerance: how far below the optimum the pattern may be, in units of F, 0 or more;
            the bound then exceeds the value by as much at most.

    Returns:
        See `Best`. Of several optima, always the same one.

    Source: docs/decisions/0004-planner.md.
    """
    multipliers = start or first_multipliers(case)
    if not len(case.slot):
        return Best(None, None, NEVER, proven=True, multipliers=multipliers, met={})
    steps = prepare_steps(case)
    root = relax(steps, multipliers, rounds=rounds, should_stop=should_stop)
    if root.bound == NEVER:
        return Best(None, None, NEVER, proven=True, multipliers=multipliers, met={})
    search = Search(steps, root.multipliers, accept, tolerance=tolerance)
    if root.pattern is not None and root.best is not None:
        search.consider(root.pattern[None], np.array([root.best]))
    bound = search.run(should_stop)
    if search.value is not None:
        bound = max(bound, float(search.value + tolerance))
    pattern = search.patterns[-1] if search.patterns else None
    return Best(
        value=search.value,
        pattern=pattern,
        bound=min(bound, root.bound),
        proven=search.ended,
        multipliers=root.multipliers,
        met=root.met,
        relaxed=root.bound,
        visited=search.visited,
    )


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
    Bounds are computed in single precision, twice as fast: `slack` is more than they can err.
    """

    def __init__(
        self,
        steps: Steps,
        multipliers: Multipliers,
        accept: Callable[[Patterns], bool],
        *,
        floor: int | None = None,
        tolerance: int = 0,
    ) -> None:
        case = steps.case
        self.steps, self.case, self.accept = steps, case, accept
        self.floor, self.tolerance = floor, tolerance
        beta = person_weights(case, multipliers.mu)
        self.theta, self.beta = multipliers.theta.astype(SINGLE), beta.astype(SINGLE)
        self.values = case.values.astype(SINGLE)
        self.most_left = _most_left(case).astype(SINGLE)
        self.slack = _slack(case, beta, self.most_left[0])
        self.value: int | None = None
        self.patterns: list[Patterns] = []
        self.visited = 0
        self.ended = False

    def run(self, should_stop: Callable[[], bool]) -> float:
        """Search until the end or until stopped; give a bound on what was not looked at."""
        case = self.case
        waiting = [self._grow(np.empty((1, 0), dtype=np.intp))]
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
        most = max((float(bounds.max(initial=NEVER)) for _, bounds in waiting), default=NEVER)
        return most + self.slack

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
        return self._least() + self.tolerance - self.slack

    def _grow(self, begun: Patterns) -> tuple[Patterns, Reals]:
        """Add one session to each beginning wherever the bound allows; least bound first."""
        self.visited += len(begun)
        weights, known = self._ease(begun)
        needed = self._needed()
        none = np.empty((0, begun.shape[1] + 1), dtype=np.intp)
        found: list[tuple[Patterns, Reals]] = [(none, known[:0])]
        for rows, windows in self._groups(begun):
            bounds = self._bounds(begun[rows], weights[rows], windows) + known[rows, None]
            row, column = np.nonzero(np.isfinite(bounds) & (bounds >= needed))
            place = column + windows[0][0]
            grown = np.concatenate([begun[rows][row], place[:, None]], axis=1)
            found.append((grown, bounds[row, column]))
        bounds = np.concatenate([bounds for _, bounds in found])
        order = np.argsort(bounds, kind="stable")
        return np.concatenate([grown for grown, _ in found])[order], bounds[order]

    def _groups(self, begun: Patterns) -> Iterator[tuple[NDArray[np.intp], list[Window]]]:
        """Part the beginnings by the day of their last session: each has windows of its own."""
        done = begun.shape[1]
        if not done:
            yield np.arange(len(begun)), windows_after(self.steps, None, done=0)
            return
        day = self.steps.day_of[begun[:, -1]]
        order = np.argsort(day, kind="stable")
        for rows in np.split(order, np.flatnonzero(np.diff(day[order])) + 1):
            windows = windows_after(self.steps, int(begun[rows[0], -1]), done=done)
            if all(low < high for low, high in windows):
                yield rows, windows

    def _ease(self, begun: Patterns) -> tuple[Floats, Reals]:
        """Give what each person's value counts from here on, and what is known already.

        Knowing x of the sessions so far makes theta exact for many: 0 for those already
        reached, 1 for those whom the remaining sessions cannot carry past the mark.
        """
        case, done = self.case, begun.shape[1]
        if not done:
            constant = float(((1 - self.theta) * self.beta).sum(dtype=np.float64)) * case.enough
            weights = case.weights.attendance + self.beta * self.theta
            return weights[None], np.array([constant])
        attended = attended_sums(case, begun).astype(SINGLE)
        missing = np.maximum(case.enough - attended, 0)
        theta = np.where(missing >= self.most_left[done], SINGLE(1), self.theta)
        theta[missing <= 0] = 0
        counted = theta * self.beta
        known = attended.sum(axis=1, dtype=np.float64) * case.weights.attendance
        known += (np.minimum(attended, case.enough) + missing) @ self.beta
        known -= np.einsum("ij,ij->i", missing, counted)
        known += case.offer[np.arange(done), begun].sum(axis=1)
        known -= case.weights.change * changes(case, begun)
        return case.weights.attendance + counted, known

    def _bounds(self, begun: Patterns, weights: Floats, windows: list[Window]) -> Reals:
        """Bound, but for what is known, every pattern that begins so and goes on in the windows."""
        case, (low, high) = self.case, windows[0]
        gains = weights @ self.values[:, low : windows[-1][1]]
        bounds = onward(self.steps, gains, windows)[0].astype(np.float64, copy=False)
        if begun.shape[1]:
            moved = case.moment[low:high] != case.moment[begun[:, -1:]]
            bounds = bounds - case.weights.change * moved
        return bounds


def _most_left(case: Case) -> Reals:
    """Give, for each number of sessions done, the most each person can still gain."""
    shape = (case.sessions, case.people)
    most = np.zeros(shape)
    for session in range(case.sessions):
        places = case.values[:, case.allowed[session]]
        most[session] = places.max(axis=1, initial=0)
    result: Reals = np.cumsum(most[::-1], axis=0)[::-1]
    return result


def _slack(case: Case, beta: Reals, most: Floats) -> float:
    """Give more than a bound in single precision can err: people times the step, of all terms."""
    terms = float(((case.weights.attendance + beta) * most + 2 * beta * case.enough).sum())
    return 1e-3 + (case.people + 10) * SINGLE_STEP * terms
