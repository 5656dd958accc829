"""The exact value of a pattern and the terms it is made of. Whole numbers throughout.

F = attendance * sum x_p  +  reach * sum g_p  +  region * |P| * min over r floor(sum g_p / n_r)
    - change * (consecutive sessions on another weekday or hour) - move * (sessions moved)
with x_p the sum of q over the sessions and g_p = min(x_p, 1000 * reach of the community).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from convoca.workplan.core.ground.case import Case
from convoca.workplan.core.ground.slots import Whole

Patterns = NDArray[np.intp]
"""One pattern a row: the place of each session, in order."""


@dataclass(frozen=True)
class Terms:
    """The parts of F, already multiplied by their weights; costs are negative."""

    attendance: int
    reach: int
    region: int
    change: int
    move: int

    @property
    def value(self) -> int:
        """F, the sum of the parts."""
        return self.attendance + self.reach + self.region + self.change + self.move


def score_terms(case: Case, pattern: Patterns) -> Terms:
    """Give the terms of one pattern; `case.offer` must hold only the cost of moving."""
    row = pattern.reshape(1, -1)
    attended = attended_sums(case, row)
    reached = np.minimum(attended, case.enough)
    weights = case.weights
    return Terms(
        attendance=weights.attendance * int(attended.sum(dtype=np.int64)),
        reach=weights.reach * int(reached.sum(dtype=np.int64)),
        region=weights.region * case.people * int(lowest_region(case, reached)[0]),
        change=-weights.change * int(changes(case, row)[0]),
        move=int(_offered(case, row)[0]),
    )


def score(case: Case, patterns: Patterns) -> Whole:
    """Give F plus what the places offer, for every row; no row gives no value."""
    attended = attended_sums(case, patterns)
    reached = np.minimum(attended, case.enough)
    weights = case.weights
    result: Whole = (
        weights.attendance * attended.sum(axis=1, dtype=np.int64)
        + weights.reach * reached.sum(axis=1, dtype=np.int64)
        + weights.region * case.people * lowest_region(case, reached)
        - weights.change * changes(case, patterns)
        + _offered(case, patterns)
    )
    return result


def attended_sums(case: Case, patterns: Patterns) -> NDArray[np.int32]:
    """Give x, rows x people: the sum of q over the sessions of each row."""
    by_place = case.values.T
    result: NDArray[np.int32] = by_place[patterns[:, 0]].copy()
    for session in range(1, patterns.shape[1]):
        result += by_place[patterns[:, session]]
    return result


def lowest_region(case: Case, reached: NDArray[np.int32]) -> Whole:
    """Give min over regions of floor(sum of g / people of the region), for every row."""
    sums = np.add.reduceat(reached, case.region_start, axis=1, dtype=np.int64)
    result: Whole = (sums // case.region_size).min(axis=1)
    return result


def changes(case: Case, patterns: Patterns) -> Whole:
    """Count consecutive sessions on another weekday or hour, for every row."""
    moments = case.moment[patterns]
    result: Whole = (moments[:, 1:] != moments[:, :-1]).sum(axis=1)
    return result


def _offered(case: Case, patterns: Patterns) -> Whole:
    result: Whole = case.offer[np.arange(patterns.shape[1]), patterns].sum(axis=1)
    return result
