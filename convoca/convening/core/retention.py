"""Who stays: of seats and of persons from cycle to cycle, and session by session in one cycle."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from convoca.convening.core.proportion import Interval, Proportion
from convoca.convening.core.record import Record


def kept(before: Collection[int], after: Collection[int]) -> Proportion:
    """Return how many of those who came in one cycle came in the next one too.

    |before ∩ after| / |before|. Given the ids of seats it is the retention of seats; given
    those of persons, of persons: a seat stays when its director changes, a person when they
    take over another seat. Who came for the first time is in neither count; nobody before
    gives 0 of 0.

    Args:
        before: ids present at least once in the earlier cycle, in any order; repeats count once.
        after: the same of the later cycle.
    """
    earlier = set(before)
    return Proportion(len(earlier & set(after)), len(earlier))


@dataclass(frozen=True)
class CurvePoint:
    """After session `number`: how many are still coming, of those of whom it can be said."""

    number: int
    still: Proportion

    @property
    def interval(self) -> Interval:
        """Return Wilson's 95 % interval of the share."""
        return self.still.interval


def retention_curve(records: Iterable[Record], *, held: int) -> list[CurvePoint]:
    """Return the share of the seats that are still attending at each session held.

    still(k) = seats that came to session k or to a later one, of the seats that came at least
    once and have a counted mark (present or absent) at session k or later. A seat that
    skips one and comes again is still attending: only who came to none from k on has left.
    So still(1) is everybody, and without excuses the curve never rises; with them n may shrink.

    Args:
        records: one per seat, each over the same `held` sessions; empty gives 0 of 0 throughout.
        held: sessions held so far, 0 or more; 0 gives no points.

    Source: the retained share of a survival curve (Kaplan and Meier, 1958) without censoring but
    that of excuses, for everybody is followed to the last session held.
    """
    came = [record for record in records if record.attended]
    return [CurvePoint(number, _still_at(came, number)) for number in range(1, held + 1)]


def _still_at(came: Iterable[Record], number: int) -> Proportion:
    rest = [Record(record.marks[number - 1 :]) for record in came]
    known = [record for record in rest if record.counted]
    return Proportion(sum(record.attended > 0 for record in known), len(known))


def stopped_after(record: Record) -> int:
    """Return the number of the session after which a seat came no more; 0 if it has not stopped.

    It has stopped when it came, and every counted mark after its last presence (at least one)
    is an absence.
    """
    last = record.last_attended
    rest = Record(record.marks[last:])
    return last if last and rest.counted else 0
