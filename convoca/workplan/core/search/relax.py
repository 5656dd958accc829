"""The Lagrangian bound of one community: what no pattern can exceed, and good first patterns.

min(x, M) <= theta * x + (1 - theta) * M for any theta in [0, 1], and the lowest region is at
most any mu-weighted mean of the regions (mu >= 0, sum 1). With beta_p = reach + region * |P| *
mu_r / n_r this bounds F by a constant plus a weight for each place, less the changes of hour:
a longest path over the sessions. Subgradient steps on theta and mu make the bound small.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from convoca.workplan.core.ground.case import Case
from convoca.workplan.core.ground.score import Patterns, score
from convoca.workplan.core.search.path import Reals, Steps, onward, windows_after

STEPS = 100
LEAST_STEPS = 40
"""Made even when time is up: without them a bound is worth nothing."""
THETA_DIGITS = 4
POLISH_EVERY = 10
PATIENCE = 8
SHRINK = 0.7


@dataclass(frozen=True)
class Multipliers:
    """theta for each person, mu for each region; any values in range give a valid bound."""

    theta: Reals
    mu: Reals


@dataclass
class Relaxation:
    """The best bound met so far, its multipliers, and the patterns found on the way."""

    multipliers: Multipliers
    bound: float = np.inf
    best: int | None = None
    pattern: Patterns | None = None
    met: dict[tuple[int, ...], int] = field(default_factory=dict)

    def offer(self, pattern: Patterns, value: int) -> None:
        """Remember a pattern and its value, and keep the first of the best."""
        self.met.setdefault(tuple(pattern.tolist()), value)
        if self.best is None or value > self.best:
            self.best, self.pattern = value, pattern


def first_multipliers(case: Case) -> Multipliers:
    """Start half way: theta 1/2, regions weighted by their people."""
    return Multipliers(np.full(case.people, 0.5), case.region_size / case.people)


def person_weights(case: Case, mu: Reals) -> Reals:
    """Give beta, what one unit of g of each person counts when the regions weigh mu."""
    region = np.repeat(np.arange(len(mu)), case.region_size)
    share: Reals = case.weights.region * case.people * mu[region] / case.region_size[region]
    return case.weights.reach + share


def relax(
    steps: Steps,
    start: Multipliers,
    *,
    rounds: int = STEPS,
    should_stop: Callable[[], bool],
) -> Relaxation:
    """Lower the bound by subgradient steps and polish a pattern now and then.

    Args:
        steps: a case with at least one place.
        start: multipliers to begin with.
        rounds: how many steps; the first LEAST_STEPS are always made.
        should_stop: asked before each later step.

    Returns:
        The least bound met. No path at all gives bound -inf and no pattern.
    """
    case, current, scale, stalled = steps.case, start, 1.0, 0
    found = Relaxation(start)
    for number in range(rounds):
        if number >= LEAST_STEPS and should_stop():
            break
        bound, pattern = bounded_path(steps, current)
        if pattern is None:
            return Relaxation(start, bound=-np.inf)
        if bound < found.bound:
            found.bound, found.multipliers, stalled = bound, current, 0
        else:
            stalled += 1
        if stalled >= PATIENCE:
            scale, stalled = scale * SHRINK, 0
        if number % POLISH_EVERY == 0:
            found.offer(*polish(case, pattern))
        goal = found.best if found.best is not None else 0
        current = _step(case, current, pattern, scale * max(bound - goal, 0.0))
    return _rounded(steps, found)


def _rounded(steps: Steps, found: Relaxation) -> Relaxation:
    """Round theta, so that a certificate stays short; the bound becomes that of what is told."""
    at = found.multipliers
    found.multipliers = Multipliers(at.theta.round(THETA_DIGITS), at.mu)
    found.bound = bounded_path(steps, found.multipliers)[0]
    return found


def bounded_path(steps: Steps, multipliers: Multipliers) -> tuple[float, Patterns | None]:
    """Give the bound for these multipliers and the pattern that attains it, if there is one."""
    case, theta = steps.case, multipliers.theta
    beta = person_weights(case, multipliers.mu)
    weights = case.weights.attendance + beta * theta
    rest = onward(steps, (weights @ case.values)[None], windows_after(steps, None, done=0))
    pattern = [int(rest[0][0].argmax())]
    best = float(rest[0][0, pattern[0]])
    if not np.isfinite(best):
        return best, None
    for values in rest[1:]:
        here = pattern[-1]
        first, last = int(case.first[here]), int(case.last[here])
        cost = np.where(case.moment[first:last] == case.moment[here], 0, case.weights.change)
        pattern.append(first + int((values[0, first:last] - cost).argmax()))
    constant = float((beta * (1 - theta)).sum()) * case.enough
    return best + constant, np.array(pattern, dtype=np.intp)


def polish(case: Case, pattern: Patterns) -> tuple[Patterns, int]:
    """Move one session at a time to its best place until nothing gains."""
    best = int(score(case, pattern[None])[0])
    while True:
        trials = np.concatenate([_moved(case, pattern, k) for k in range(case.sessions)])
        values = score(case, trials)
        top = int(values.argmax())
        if values[top] <= best:
            return pattern, best
        pattern, best = trials[top], int(values[top])


def places_between(case: Case, pattern: Patterns, session: int) -> NDArray[np.intp]:
    """List the places where one session may be while the others stay; its own is among them."""
    fits = case.allowed[session].copy()
    place = np.arange(len(case.slot))
    if session:
        before = pattern[session - 1]
        fits &= (place >= case.first[before]) & (place < case.last[before])
    if session < case.sessions - 1:
        after = pattern[session + 1]
        fits &= (case.first <= after) & (after < case.last)
    return np.flatnonzero(fits)


def _moved(case: Case, pattern: Patterns, session: int) -> Patterns:
    places = places_between(case, pattern, session)
    trials = np.repeat(pattern[None], len(places), axis=0)
    trials[:, session] = places
    return trials


def _step(case: Case, at: Multipliers, pattern: Patterns, gap: float) -> Multipliers:
    beta = person_weights(case, at.mu)
    attended = case.values[:, pattern].sum(axis=1)
    slope_theta = beta * (attended - case.enough)
    reached = at.theta * attended + (1 - at.theta) * case.enough
    by_region = np.add.reduceat(reached, case.region_start) / case.region_size
    slope_mu = case.weights.region * case.people * (by_region - by_region.mean())
    # mu lives on a smaller scale than theta: each of R regions weighs about 1 / R
    squeeze = 1.0 / len(by_region) ** 2
    length = float((slope_theta**2).sum() + squeeze * (slope_mu**2).sum())
    if length == 0:
        return at
    step = gap / length
    theta = np.clip(at.theta - step * slope_theta, 0.0, 1.0)
    return Multipliers(theta, onto_simplex(at.mu - step * squeeze * slope_mu))


def onto_simplex(point: Reals) -> Reals:
    """Give the nearest point whose parts are >= 0 and sum to 1."""
    descending = np.sort(point)[::-1]
    excess = (np.cumsum(descending) - 1) / np.arange(1, len(point) + 1)
    last = int(np.flatnonzero(descending > excess)[-1])
    result: Reals = np.maximum(point - excess[last], 0.0)
    return result
