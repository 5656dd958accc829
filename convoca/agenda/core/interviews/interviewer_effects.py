"""How far the answers depend on who asks: each interviewer beside all the others.

Answers of one interview are not independent of each other, so the interview is the unit: each
counts once, with the mean of its ratings.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import sqrt
from statistics import NormalDist, fmean, median, variance

SMALLEST_GROUP = 5
LONGEST_PAUSE = timedelta(minutes=15)
CERTAINTY = 0.95


@dataclass(frozen=True)
class Made:
    """One interview that was made: `maker_id` None is alone, by the own link.

    `interest` and `urgency` are the means of its ratings, 1 to 5; None without any.
    """

    maker_id: int | None
    statements: int
    minutes: float | None = None
    interest: float | None = None
    urgency: float | None = None


@dataclass(frozen=True)
class Difference:
    """How far a mean is from that of all other interviews, with its 95 % interval, in points."""

    value: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Say whether the interval leaves zero out."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Effect:
    """One interviewer; below SMALLEST_GROUP interviews only `count` is told, the rest is None."""

    maker_id: int | None
    count: int
    minutes: float | None = None
    statements: float | None = None
    interest: float | None = None
    urgency: float | None = None
    interest_apart: Difference | None = None
    urgency_apart: Difference | None = None

    @property
    def is_shown(self) -> bool:
        """Say whether there are enough interviews to tell more than their number."""
        return self.count >= SMALLEST_GROUP


def interviewer_effects(made: Sequence[Made]) -> list[Effect]:
    """Describe each interviewer beside all the other interviews.

    minutes: the median of those known; statements, interest, urgency: means over interviews.
    Difference d = m1 - m2 of the means of an interviewer's n1 interviews and of the n2 others,
    with the interval d -+ t * se, where se^2 = s1^2/n1 + s2^2/n2, s^2 are sample variances and t
    is Student's 97.5 % point with (se^2)^2 / ((s1^2/n1)^2/(n1-1) + (s2^2/n2)^2/(n2-1)) degrees of
    freedom (Welch). Each value needs SMALLEST_GROUP interviews that have it, a difference that
    many on both sides; otherwise None.

    Args:
        made: interviews that are done, in any order; empty gives [].

    Returns:
        One entry per interviewer by id; those made alone are one interviewer, the last.

    Source: Welch, Biometrika 34 (1947); West and Blom, Explaining interviewer effects, Journal
    of Survey Statistics and Methodology 5 (2017), for what such differences may mean: who was
    asked differs too, unless interviews are assigned by lot.
    """
    makers = sorted({one.maker_id for one in made}, key=lambda one: (one is None, one or 0))
    return [_effect(maker, made) for maker in makers]


def active_minutes(
    moments: Sequence[datetime], *, longest_pause: timedelta = LONGEST_PAUSE
) -> float | None:
    """Add up the time between one saving and the next, leaving out pauses, in minutes.

    minutes = sum of the gaps between neighbours in time that are at most `longest_pause`.

    Args:
        moments: when something was saved, in any order.

    Returns:
        None when that says nothing: no gap above zero is left.
    """
    gaps = (later - earlier for earlier, later in pairwise(sorted(moments)))
    worked = sum((gap for gap in gaps if gap <= longest_pause), timedelta())
    return worked / timedelta(minutes=1) if worked else None


def _effect(maker: int | None, made: Sequence[Made]) -> Effect:
    own = [one for one in made if one.maker_id == maker]
    others = [one for one in made if one.maker_id != maker]
    if len(own) < SMALLEST_GROUP:
        return Effect(maker, len(own))
    interest, urgency = _values(own, _interest), _values(own, _urgency)
    minutes = _values(own, lambda one: one.minutes)
    return Effect(
        maker_id=maker,
        count=len(own),
        minutes=median(minutes) if len(minutes) >= SMALLEST_GROUP else None,
        statements=fmean(one.statements for one in own),
        interest=fmean(interest) if len(interest) >= SMALLEST_GROUP else None,
        urgency=fmean(urgency) if len(urgency) >= SMALLEST_GROUP else None,
        interest_apart=_compare(interest, _values(others, _interest)),
        urgency_apart=_compare(urgency, _values(others, _urgency)),
    )


def _interest(one: Made) -> float | None:
    return one.interest


def _urgency(one: Made) -> float | None:
    return one.urgency


def _values(made: Sequence[Made], read: Callable[[Made], float | None]) -> list[float]:
    return [value for value in map(read, made) if value is not None]


def _compare(own: Sequence[float], others: Sequence[float]) -> Difference | None:
    if min(len(own), len(others)) < SMALLEST_GROUP:
        return None
    value = fmean(own) - fmean(others)
    parts = [(variance(each) / len(each), len(each)) for each in (own, others)]
    spread = sum(part for part, _count in parts)
    if not spread:
        return Difference(value, value, value)
    freedom = spread**2 / sum(part**2 / (count - 1) for part, count in parts)
    reach = student_point(freedom) * sqrt(spread)
    return Difference(value, value - reach, value + reach)


def student_point(freedom: float) -> float:
    """Return Student's two-sided 95 % point, within 0.002 from 4 degrees of freedom on.

    Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5: an expansion of
    the normal point in powers of 1 / freedom.
    """
    x = NormalDist().inv_cdf((1 + CERTAINTY) / 2)
    terms = (
        (x**3 + x) / 4,
        (5 * x**5 + 16 * x**3 + 3 * x) / 96,
        (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
        (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92160,
    )
    return x + sum(term / freedom**power for power, term in enumerate(terms, 1))
