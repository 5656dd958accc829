"""How far a measure could be off: intervals from statements drawn again and again."""

from dataclasses import dataclass

import numpy as np

from convoca.agenda.core.coding.agreement.alpha import Numbers

RESAMPLES = 1000
LEVEL = 0.95
FEWEST_SHARE = 0.9
"""An interval is given where at least this share of the resamples can be computed."""


@dataclass(frozen=True)
class Interval:
    """Where a measure lies with the level asked for, both ends included."""

    low: float
    high: float


def draw_weights(units: int, *, seed: int, resamples: int = RESAMPLES) -> Numbers:
    """Return how often each unit was drawn (resamples x units), with replacement, as many as there.

    The same seed gives the same weights. No unit gives empty rows.
    """
    if units == 0:
        return np.zeros((resamples, 0))
    random = np.random.default_rng(seed)
    return random.multinomial(units, np.full(units, 1 / units), size=resamples).astype(float)


def percentile_interval(values: Numbers, *, level: float = LEVEL) -> Interval | None:
    """Return the middle `level` of what resamples gave; NaN says one could not be computed.

    Returns:
        None when more than a tenth of the resamples could not be computed, or there are none.

    Source: B. Efron and R. Tibshirani, An introduction to the bootstrap (1993), chapter 13.
    """
    there = values[~np.isnan(values)]
    if len(there) == 0 or len(there) < FEWEST_SHARE * len(values):
        return None
    tail = (1 - level) / 2
    low, high = np.quantile(there, [tail, 1 - tail])
    return Interval(float(low), float(high))
