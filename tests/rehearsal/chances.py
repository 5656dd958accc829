"""How likely attendance is by what was put in, by formulas of their own."""

import math

from convoca.rehearsal.core.assumptions import Assumptions

SESSIONS = 4
CHI_SQUARE_99 = 11.345
"""Exceeded once in a hundred by chance with three degrees of freedom."""


def expected_shares() -> list[float]:
    """Return P(k of 4 | at least once) for Beta(0.70, 1.80), by rising factorials."""
    given = Assumptions()

    def rising(value, count):
        return math.prod(value + step for step in range(count))

    weights = [
        math.comb(SESSIONS, k)
        * rising(given.attendance_alpha, k)
        * rising(given.attendance_beta, SESSIONS - k)
        for k in range(1, SESSIONS + 1)
    ]
    return [weight / sum(weights) for weight in weights]


def chi_square(counts, shares) -> float:
    whole = sum(counts)
    return sum(
        (count - whole * share) ** 2 / (whole * share)
        for count, share in zip(counts, shares, strict=True)
    )
