"""Krippendorff's alpha: agreement beyond chance, for any number of people and gaps."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

FEWEST = 2
Numbers = NDArray[np.float64]
Codes = frozenset[str]
Difference = Callable[[Sequence[Hashable], Numbers], Numbers]
"""From the values (V) and how often each was given (R x V) to their differences (R x V x V).

A value does not differ from itself; where differences do not depend on the counts, R may be 1.
"""


@dataclass(frozen=True)
class Table:
    """What people gave to units, counted: U pairable units, V values, R ways of weighing units.

    `given` (U x V) counts who gave each value to each unit; a unit has at least two.
    """

    values: tuple[Hashable, ...]
    given: Numbers

    @property
    def units(self) -> int:
        """Return how many units at least two people coded."""
        return len(self.given)


def tabulate(units: Sequence[Sequence[Hashable | None]]) -> Table:
    """Count what was given to each unit; None is a gap, and a unit with fewer than two is left out.

    Values stand in the order in which they first appear sorted by their text, so that the result
    does not depend on who comes first.
    """
    pairable = [
        there for unit in units if len(there := [one for one in unit if one is not None]) >= FEWEST
    ]
    values = tuple(sorted({one for unit in pairable for one in unit}, key=_place))
    column = {value: place for place, value in enumerate(values)}
    given = np.zeros((len(pairable), len(values)))
    for row, unit in enumerate(pairable):
        for one in unit:
            given[row, column[one]] += 1
    return Table(values, given)


def alpha(units: Sequence[Sequence[Hashable | None]], difference: Difference) -> float | None:
    """Return alpha over units, one inner list each with a value a person; None is a gap.

    alpha = 1 - Do / De, at most 1 (all agree), 0 as chance would, below 0 worse than chance:
    Do = 1/n * sum over units of 1/(m - 1) * sum over ordered pairs of d(a, b);
    De = 1/(n (n - 1)) * sum over ordered pairs of all n values of d(a, b);
    m is how many people gave the unit a value, n the sum of the m >= 2.

    Returns:
        None where it cannot be computed: no unit with two values, or nothing but equal ones.

    Source: K. Krippendorff, Computing Krippendorff's alpha-reliability (2011).
    """
    table = tabulate(units)
    found = float(alphas(table, np.ones((1, table.units)), difference)[0])
    return None if np.isnan(found) else found


def alphas(table: Table, weights: Numbers, difference: Difference) -> Numbers:
    """Return alpha for each row of weights (R x U): how often each unit counts; NaN where none.

    The same formula as `alpha`; a row of ones is the table itself, others are resamples.
    """
    sizes = table.given.sum(axis=1)
    counts = weights @ table.given
    total = weights @ sizes
    far = difference(table.values, counts)
    inside = np.einsum("uv,rvw,uw->ru", table.given, far, table.given, optimize=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        observed = (weights * inside / (sizes - 1)).sum(axis=1) / total
        between = np.einsum("rv,rvw,rw->r", counts, far, counts, optimize=True)
        expected = between / (total * (total - 1))
        return np.where(expected > 0, 1 - observed / expected, np.nan)


def nominal(values: Sequence[Hashable], counts: Numbers) -> Numbers:
    """Return 0 for equal values and 1 for others."""
    return np.broadcast_to(1 - np.eye(len(values)), (1, len(values), len(values))).copy()


def ordinal(values: Sequence[Hashable], counts: Numbers) -> Numbers:
    """Return how far ranks lie apart, for values that sort (1 to 5).

    d(c, k) = (sum of n_g for g from c to k - (n_c + n_k) / 2) ** 2: the values given between
    two ranks count, so that 1 and 2 are far apart where most gave one of them.
    """
    upto = counts.cumsum(axis=1)
    middle = upto - counts / 2
    return np.asarray((middle[:, :, None] - middle[:, None, :]) ** 2)


def masi(values: Sequence[Hashable], counts: Numbers) -> Numbers:
    """Return the MASI distance between sets of codes."""
    sets = [frozenset(one) for one in values if isinstance(one, frozenset)]
    return np.array([[[float(masi_distance(one, two)) for two in sets] for one in sets]]).reshape(
        1, len(sets), len(sets)
    )


def masi_distance(one: Codes, two: Codes) -> Fraction:
    """Return how unlike two sets of codes are, from 0 (equal) to 1 (nothing in common).

    1 - J * M: J is what they share of all their codes (Jaccard); M is 1 for equal sets, 2/3 where
    one holds the other, 1/3 where they overlap, 0 where they share nothing. Two empty sets are
    equal. Between single codes it is 0 or 1, as the nominal difference.

    Source: R. Passonneau, Measuring agreement on set-valued items (2006).
    """
    if one == two:
        return Fraction(0)
    shared = one & two
    if not shared:
        return Fraction(1)
    monotony = Fraction(2, 3) if one <= two or two <= one else Fraction(1, 3)
    return 1 - Fraction(len(shared), len(one | two)) * monotony


def _place(value: Hashable) -> tuple[float, str]:
    """Sort numbers by size and everything else by its text."""
    if isinstance(value, int | float):
        return (float(value), "")
    return (0.0, ",".join(sorted(value)) if isinstance(value, frozenset) else str(value))
