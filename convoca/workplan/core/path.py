"""Longest paths: the best series when each place has a value of its own."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convoca.workplan.core.case import Case

Reals = NDArray[np.float64]
NEVER = -np.inf


@dataclass(frozen=True)
class Steps:
    """Where a series may go from each place, prepared for many evaluations.

    day_start: first place of each day that has places; day_of: the day of each place.
    reach_from, reach_to: the days [from, to) within gap_days of each day, as their numbers.
    twins: places with the same weekday and hour within gap_days; S stands for none.
    """

    case: Case
    day_start: NDArray[np.intp]
    day_of: NDArray[np.intp]
    reach_from: NDArray[np.intp]
    reach_to: NDArray[np.intp]
    twins: NDArray[np.intp]


def prepare_steps(case: Case) -> Steps:
    """Work out the steps of a case that has at least one place."""
    _, day_start, day_of = np.unique(case.day, return_index=True, return_inverse=True)
    boundary = np.concatenate([day_start, [len(case.slot)]])
    return Steps(
        case=case,
        day_start=day_start,
        day_of=day_of,
        reach_from=np.searchsorted(boundary, case.first[day_start]),
        reach_to=np.searchsorted(boundary, case.last[day_start]),
        twins=_twins(case),
    )


def onward(steps: Steps, gains: Reals, *, after: int) -> list[Reals]:
    """Give, for each session after `after`, the best value of the rest of the series.

    gains: rows x places, what each place is worth in each row.

    Returns:
        result[i][row, place]: the most that sessions after+1+i and later can bring when session
        after+1+i is at the place; -inf where it may not be or nothing can follow.
    """
    case = steps.case
    rest = [_placed(case, gains, case.sessions - 1)]
    for session in range(case.sessions - 2, after, -1):
        rest.append(_placed(case, gains, session) + follow(steps, rest[-1]))
    return rest[::-1]


def follow(steps: Steps, best: Reals) -> Reals:
    """Give the best value of what may come after each place, less the cost of changing hour."""
    by_day = np.maximum.reduceat(best, steps.day_start, axis=1)
    by_day = np.concatenate([by_day, np.full((len(best), 1), NEVER)], axis=1)
    none = by_day.shape[1] - 1
    width = int((steps.reach_to - steps.reach_from).max(initial=0))
    later = np.full((len(best), none), NEVER)
    for step in range(width):
        day = steps.reach_from + step
        np.maximum(later, by_day[:, np.where(day < steps.reach_to, day, none)], out=later)
    result = later[:, steps.day_of] - steps.case.weights.change
    padded = np.concatenate([best, np.full((len(best), 1), NEVER)], axis=1)
    for column in steps.twins.T:
        np.maximum(result, padded[:, column], out=result)
    return result


def _placed(case: Case, gains: Reals, session: int) -> Reals:
    return gains + np.where(case.allowed[session], case.offer[session], NEVER)


def _twins(case: Case) -> NDArray[np.intp]:
    found = [
        first + np.flatnonzero(case.moment[first:last] == moment)
        for first, last, moment in zip(case.first, case.last, case.moment, strict=True)
    ]
    width = max((len(places) for places in found), default=0)
    result = np.full((len(found), width), len(found), dtype=np.intp)
    for place, places in enumerate(found):
        result[place, : len(places)] = places
    return result
