"""From one session to the next: who comes again, who came once, who comes back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from convoca.convening.core.presence import Presence
from convoca.convening.core.proportion import Proportion
from convoca.convening.core.record import Record


@dataclass(frozen=True)
class Transitions:
    """P(next | this), each with its n: pairs of a seat's neighbouring counted sessions."""

    after_present: Proportion
    after_absent: Proportion


def transitions(records: Iterable[Record]) -> Transitions:
    """Return how often a seat was present given what it did at its session before.

    P(present next | present) = pairs (present, present) / pairs (present, any), and the same
    after an absence. A pair is two neighbouring marks of one seat once excuses and sessions
    without a mark are taken out. A seat with m counted sessions gives m - 1 pairs, so seats weigh
    by how long they are known; an empty input gives 0 of 0.
    """
    pairs = [pair for record in records for pair in pairwise(record.counted_marks)]
    return Transitions(
        after_present=_next_present(pairs, Presence.PRESENT),
        after_absent=_next_present(pairs, Presence.ABSENT),
    )


def one_timers(records: Iterable[Record]) -> Proportion:
    """Count the seats that came once and not again, of those that could have come again.

    Whole: seats that came at least once and have a counted session after their first; part:
    those of them that came exactly once. Whose first session was the last one held is in neither.
    """
    known = [record for record in records if _had_another_chance(record)]
    return Proportion(sum(record.attended == 1 for record in known), len(known))


def returns(records: Iterable[Record]) -> Proportion:
    """Count the seats that came back after an absence, of those that could have.

    Whole: seats that came, later missed one, and have a counted session after that miss;
    part: those of them that came again after it. Each seat counts once, by its first such miss.
    """
    outcomes = [outcome for record in records if (outcome := _came_back(record)) is not None]
    return Proportion(sum(outcomes), len(outcomes))


def repeats(records: Iterable[Record], *, sessions: int) -> list[int]:
    """Count the seats that came exactly 1, 2, … `sessions` times; those that never came are out.

    Raises ValueError: a seat came more often than there were sessions.
    """
    counts = [0] * sessions
    for attended in (record.attended for record in records):
        if attended > sessions:
            raise ValueError(f"{attended} of {sessions} sessions")
        if attended:
            counts[attended - 1] += 1
    return counts


def _next_present(pairs: Sequence[tuple[Presence, Presence]], this: Presence) -> Proportion:
    following = [after for before, after in pairs if before is this]
    return Proportion(following.count(Presence.PRESENT), len(following))


def _had_another_chance(record: Record) -> bool:
    marks = record.counted_marks
    return Presence.PRESENT in marks[:-1]


def _came_back(record: Record) -> bool | None:
    """Say whether it came back; None where it never could."""
    marks = record.counted_marks
    if Presence.PRESENT not in marks:
        return None
    since = marks[marks.index(Presence.PRESENT) :]
    if Presence.ABSENT not in since[:-1]:
        return None
    return Presence.PRESENT in since[since.index(Presence.ABSENT) :]
