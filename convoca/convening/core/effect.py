"""Whether looking after a seat helped: against similar seats that nobody contacted."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from convoca.convening.core.bands import Band
from convoca.convening.core.presence import Presence
from convoca.convening.core.proportion import SMALLEST_GROUP, Interval, Proportion, newcombe

NEXT_SESSIONS = 2


class Verdict(StrEnum):
    """What the figures allow to be said."""

    TOO_FEW = "too_few"
    BETTER = "better"
    WORSE = "worse"
    NO_DIFFERENCE = "no_difference"


@dataclass(frozen=True)
class Case:
    """One alert of which it is known whether the seat came: to both of the next two sessions,
    or to one at least; one outcome is compared at a time.

    `band` and `reasons` are those at the alert, before anybody did anything: alerts are
    similar when both are the same.
    """

    band: Band
    reasons: int
    is_contacted: bool
    came: bool

    @property
    def stratum(self) -> tuple[Band, int]:
        """Return what similar cases share."""
        return self.band, self.reasons


@dataclass(frozen=True)
class Effect:
    """Contacted seats beside similar ones that were not.

    contacted, alone: counts, only of strata that hold both. alone_share: the share of the
    seats left alone, each stratum weighing what it weighs among the contacted.
    unmatched: contacted seats without anybody similar to compare with.
    difference, interval: share of contacted less alone_share; None while too few.
    """

    contacted: Proportion
    alone: Proportion
    alone_share: float | None
    unmatched: int
    difference: float | None
    interval: Interval | None

    @property
    def verdict(self) -> Verdict:
        """Return what can be said: nothing with few; otherwise whether 0 is out of the interval."""
        if self.interval is None or self.difference is None:
            return Verdict.TOO_FEW
        if not self.interval.excludes_zero:
            return Verdict.NO_DIFFERENCE
        return Verdict.BETTER if self.difference > 0 else Verdict.WORSE


@dataclass(frozen=True)
class Outcome:
    """What a seat did at the two sessions after an alert: came to both, to at least one."""

    both: bool
    once: bool


def outcome(next_marks: Sequence[Presence | None]) -> Outcome | None:
    """Say whether a seat came to both of the two sessions after an alert, and to at least one.

    both: present at each of the two that counts; once: present at any. An excuse, or no mark,
    counts neither for nor against: of who has one, the other session alone decides both.

    Args:
        next_marks: its marks at the sessions held after the alert, in order, those of the
            next cycle too; only the first two count.

    Returns:
        None while fewer than two were held (to tell the good ones sooner would flatter us), and
        when both are excuses or have no mark: for or against nothing is known.

    Source: docs/decisions/0006-retention.md.
    """
    window = next_marks[:NEXT_SESSIONS]
    if len(window) < NEXT_SESSIONS:
        return None
    counted = {mark for mark in window if mark in {Presence.PRESENT, Presence.ABSENT}}
    if not counted:
        return None
    return Outcome(both=Presence.ABSENT not in counted, once=Presence.PRESENT in counted)


def effect_of(cases: Iterable[Case]) -> Effect:
    """Compare contacted seats with similar ones left alone.

    Strata: the same band and the same number of reasons at the alert. Only strata with both
    kinds enter. With w(s) the share of stratum s among the contacted that entered,
    alone_share = sum of w(s) p0(s) (direct standardisation), with the effective size
    1 / sum of w(s)² / n0(s); the interval is Newcombe's of both shares. With one stratum it
    is plainly the difference of two shares. Fewer than 5 on either side: no difference is told.

    It is not an experiment: who is called is chosen by a person. Strata take out what was
    known at the alert, not why this seat was called and the other not.

    Source: Newcombe (1998), method 10; for strata Yan and Su (2010), Statistics in
    Biopharmaceutical Research 2: 323-335, with one effective size in place of theirs.
    """
    strata: dict[tuple[Band, int], tuple[list[bool], list[bool]]] = defaultdict(lambda: ([], []))
    for case in cases:
        strata[case.stratum][case.is_contacted].append(case.came)
    both = [(alone, contacted) for alone, contacted in strata.values() if alone and contacted]
    contacted = Proportion(
        sum(sum(ours) for _alone, ours in both), sum(len(ours) for _alone, ours in both)
    )
    left = Proportion(
        sum(sum(alone) for alone, _ours in both), sum(len(alone) for alone, _ours in both)
    )
    everybody = sum(len(ours) for _alone, ours in strata.values())
    return _compare(both, contacted, left, unmatched=everybody - contacted.whole)


def _compare(
    both: Sequence[tuple[list[bool], list[bool]]],
    contacted: Proportion,
    alone: Proportion,
    *,
    unmatched: int,
) -> Effect:
    if min(contacted.whole, alone.whole) < SMALLEST_GROUP:
        return Effect(contacted, alone, None, unmatched, None, None)
    weights = [len(ours) / contacted.whole for _left, ours in both]
    share = sum(
        weight * sum(left) / len(left) for weight, (left, _ours) in zip(weights, both, strict=True)
    )
    spread = sum(
        weight * weight / len(left) for weight, (left, _ours) in zip(weights, both, strict=True)
    )
    standard = min(1.0, max(0.0, share))  # rounding of a sum of shares
    ours = contacted.part / contacted.whole
    return Effect(
        contacted=contacted,
        alone=alone,
        alone_share=standard,
        unmatched=unmatched,
        difference=ours - standard,
        interval=newcombe((ours, contacted.whole), (standard, 1 / spread)),
    )
