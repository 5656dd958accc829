"""Longest paths: the best series when each place has a value of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from convoca.workplan.core.ground.case import Case

Reals = NDArray[np.float64]
Floats = NDArray[np.floating[Any]]  # Any: single or double precision, as the caller needs
Window = tuple[int, int]
"""Places [from, to), whole days."""
NEVER = -np.inf


@dataclass(frozen=True)
class Steps:
    """Where a series may go from each place, prepared for many evaluations.

    placed: sessions x places, what is offered there, -inf where the session may not be.
    day_start: first place of each day that has places; day_of: the day of each place.
    reach_from, reach_to: the days [from, to) within gap_days of each day, as their numbers.
    twins: places with the same weekday and hour within gap_days; S stands for none.
    """

    case: Case
    placed: Reals
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
        placed=np.where(case.allowed, case.offer, NEVER),
        day_start=day_start,
        day_of=day_of,
        reach_from=np.searchsorted(boundary, case.first[day_start]),
        reach_to=np.searchsorted(boundary, case.last[day_start]),
        twins=_twins(case),
    )


def windows_after(steps: Steps, place: int | None, *, done: int) -> list[Window]:
    """Give where each session from `done` on may be when the one before is at a place.

    The place stands for its whole day; None when no session has a place yet. Windows may be
    empty: then no series goes on from there.
    """
    case = steps.case
    if place is None:
        return [(0, len(case.slot))] * (case.sessions - done)
    windows = [(int(case.first[place]), int(case.last[place]))]
    while len(windows) < case.sessions - done:
        low, high = windows[-1]
        empty = low >= high
        windows.append((low, low) if empty else (int(case.first[low]), int(case.last[high - 1])))
    return windows


def onward(steps: Steps, gains: Floats, windows: Sequence[Window]) -> list[Floats]:
    """Give, for each of the last sessions, the best value of the rest of the series.

    Args:
        steps: the case.
        gains: rows x places of all the windows together: what each place is worth in each row.
        windows: for each of the last sessions the places where it may be, none empty.

    Returns:
        result[i][row, j]: the most that this session and later ones can bring when it is at the
        j-th place of windows[i]; -inf where it may not be or nothing can follow.
    """
    start, case = windows[0][0], steps.case
    rest: list[Floats] = []
    for back, (low, high) in enumerate(reversed(windows)):
        here = (
            gains[:, low - start : high - start] + steps.placed[case.sessions - 1 - back, low:high]
        )
        if rest:
            here += follow(steps, rest[-1], (low, high), windows[len(windows) - back])
        rest.append(here)
    return rest[::-1]


def follow(steps: Steps, best: Floats, here: Window, after: Window) -> Floats:
    """Give the best value of what may come after each place, less the cost of changing hour.

    best: rows x places of `after`; the result is rows x places of `here`.
    """
    day, next_day = steps.day_of[here[0]], steps.day_of[after[0]]
    days = slice(day, steps.day_of[here[1] - 1] + 1)
    next_days = slice(next_day, steps.day_of[after[1] - 1] + 1)
    nothing = np.full((len(best), 1), NEVER, dtype=best.dtype)
    by_day = np.maximum.reduceat(best, steps.day_start[next_days] - after[0], axis=1)
    by_day = np.concatenate([by_day, nothing], axis=1)
    first, last = steps.reach_from[days] - next_day, steps.reach_to[days] - next_day
    none = by_day.shape[1] - 1
    later = np.full((len(best), len(first)), NEVER, dtype=best.dtype)
    for step in range(int((last - first).max(initial=0))):
        np.maximum(later, by_day[:, np.where(first + step < last, first + step, none)], out=later)
    result = later[:, steps.day_of[here[0] : here[1]] - day] - steps.case.weights.change
    padded = np.concatenate([best, nothing], axis=1)
    twins = np.minimum(steps.twins[here[0] : here[1]] - after[0], best.shape[1])
    for column in twins.T:
        np.maximum(result, padded[:, column], out=result)
    return result


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
