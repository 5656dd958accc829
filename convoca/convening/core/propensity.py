"""How unequal seats are in coming: the repeated-attendance distribution and its two parameters."""

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

GOLDEN = (math.sqrt(5) - 1) / 2
STEPS = 48  # each keeps 62 % of the range: 48 leave less than a billionth of it
WIDEST = 6.0  # the search runs over a precision of e**-6 to e**6
EDGE = 1e-6


@dataclass(frozen=True)
class Propensity:
    """Each seat comes to a session with its own probability, drawn from Beta(alpha, beta)."""

    alpha: float
    beta: float

    @property
    def mean(self) -> float:
        """Return the mean probability, 0 to 1."""
        return self.alpha / (self.alpha + self.beta)

    def expected_repeats(self, sessions: int) -> list[float]:
        """Return the shares, of seats that come at all, that come 1, 2, … `sessions` times.

        Beta-binomial: P(k) = C(n, k) B(k + alpha, n - k + beta) / B(alpha, beta), divided by
        1 - P(0). Raises ValueError below one session.
        """
        if sessions < 1:
            raise ValueError(f"{sessions} sessions")
        chances = [
            math.comb(sessions, k) * math.exp(_log_chance(k, sessions, self.alpha, self.beta))
            for k in range(sessions + 1)
        ]
        return [chance / (1 - chances[0]) for chance in chances[1:]]


def fit_propensity(seats: Iterable[tuple[int, int]]) -> Propensity | None:
    """Estimate the parameters of Beta from how often each seat came, by maximum likelihood.

    Maximises the sum of log B(k + alpha, n - k + beta) - log B(alpha, beta) over the mean and
    the precision (alpha + beta, between 0.0025 and 403) by golden sections, one inside the other.
    Seats that never came belong in it; seats without a counted session say nothing.

    Args:
        seats: (attended, counted) of each seat, 0 <= attended <= counted.

    Returns:
        None when it cannot be told: nobody came, all came always, or no seat has two sessions.

    Raises:
        ValueError: attended is out of range.

    Source: Skellam (1948), Journal of the Royal Statistical Society B 10: 257-261.
    """
    cells = Counter(seats)
    if any(not 0 <= attended <= counted for attended, counted in cells):
        raise ValueError("attended beyond counted")
    came = sum(attended * seats for (attended, _counted), seats in cells.items())
    could = sum(counted * seats for (_attended, counted), seats in cells.items())
    if came in {0, could} or all(counted < 2 for _attended, counted in cells):  # noqa: PLR2004 - one session tells nothing of repeats
        return None

    def best_mean(precision: float) -> float:
        return _highest(
            lambda mean: _likelihood(cells, mean * precision, (1 - mean) * precision),
            EDGE,
            1 - EDGE,
        )

    def profile(log_precision: float) -> float:
        precision = math.exp(log_precision)
        mean = best_mean(precision)
        return _likelihood(cells, mean * precision, (1 - mean) * precision)

    precision = math.exp(_highest(profile, -WIDEST, WIDEST))
    mean = best_mean(precision)
    return Propensity(mean * precision, (1 - mean) * precision)


def _likelihood(cells: Counter[tuple[int, int]], alpha: float, beta: float) -> float:
    return sum(
        seats * _log_chance(attended, counted, alpha, beta)
        for (attended, counted), seats in cells.items()
    )


def _log_chance(attended: int, counted: int, alpha: float, beta: float) -> float:
    return _log_beta(attended + alpha, counted - attended + beta) - _log_beta(alpha, beta)


def _log_beta(alpha: float, beta: float) -> float:
    return math.lgamma(alpha) + math.lgamma(beta) - math.lgamma(alpha + beta)


def _highest(function: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function with one peak is highest."""
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_left, at_right = function(left), function(right)
    for _step in range(STEPS):
        if at_left >= at_right:
            high, right, at_right = right, left, at_left
            left = high - GOLDEN * (high - low)
            at_left = function(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + GOLDEN * (high - low)
            at_right = function(right)
    return (low + high) / 2
