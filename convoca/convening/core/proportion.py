"""Shares with their uncertainty: Wilson's interval, and Newcombe's for a difference of two."""

import math
from dataclasses import dataclass

Z_95 = 1.959963984540054  # two-sided 95 %: the 0.975 quantile of the normal distribution
SMALLEST_GROUP = 5


@dataclass(frozen=True)
class Interval:
    """Two ends, both included: shares from 0 to 1, or differences of shares from -1 to 1."""

    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Say whether 0 lies outside."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Proportion:
    """`part` seats or persons of `whole`. Raises ValueError unless 0 <= part <= whole."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        """Refuse a part that is not within the whole."""
        if not 0 <= self.part <= self.whole:
            raise ValueError(f"{self.part} of {self.whole}")

    @property
    def share(self) -> float | None:
        """Return part / whole, 0 to 1; None of nobody."""
        return self.part / self.whole if self.whole else None

    @property
    def is_shown(self) -> bool:
        """Say whether the group is large enough to be told: 5 or more."""
        return self.whole >= SMALLEST_GROUP

    @property
    def interval(self) -> Interval:
        """Return Wilson's 95 % interval; of nobody, 0 to 1: nothing is known."""
        return Interval(0.0, 1.0) if self.whole == 0 else wilson(self.part / self.whole, self.whole)


def wilson(share: float, size: float) -> Interval:
    """Return the 95 % interval of a share, without continuity correction.

    (p + z²/2n ± z sqrt(p(1 - p)/n + z²/4n²)) / (1 + z²/n), z = 1.96, kept within 0 and 1.
    It always holds the share itself, and has a width even at 0 and at 1.

    Args:
        share: p, 0 to 1.
        size: n, above 0; need not be whole, for a weighted mean of groups has an effective one.

    Raises:
        ValueError: share or size out of range.

    Source: Wilson (1927), Journal of the American Statistical Association 22: 209-212.
    """
    if not 0 <= share <= 1 or size <= 0:
        raise ValueError(f"a share of {share} in {size}")
    squared = Z_95 * Z_95 / size
    middle = (share + squared / 2) / (1 + squared)
    reach = math.sqrt(share * (1 - share) * squared + squared * squared / 4) / (1 + squared)
    return Interval(max(0.0, min(share, middle - reach)), min(1.0, max(share, middle + reach)))


def newcombe(first: tuple[float, float], second: tuple[float, float]) -> Interval:
    """Return the 95 % interval of first minus second, two independent shares.

    With d = p1 - p2 and Wilson's ends l and u of each:
    low = d - sqrt((p1 - l1)² + (u2 - p2)²), high = d + sqrt((u1 - p1)² + (p2 - l2)²).

    Args:
        first: (share, size), as in `wilson`.
        second: the same of the other group.

    Raises:
        ValueError: a share or a size out of range.

    Source: Newcombe (1998), Statistics in Medicine 17: 873-890, method 10.
    """
    one, two = wilson(*first), wilson(*second)
    difference = first[0] - second[0]
    below = math.hypot(first[0] - one.low, two.high - second[0])
    above = math.hypot(one.high - first[0], second[0] - two.low)
    return Interval(max(-1.0, difference - below), min(1.0, difference + above))
