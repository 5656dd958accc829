"""What a seat did at the sessions held so far, and whether it is cooling."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

MISSES_THAT_COOL = 2


class Presence(StrEnum):
    """What is known of one seat at one session. Excused is not absent."""

    PRESENT = "present"
    ABSENT = "absent"
    EXCUSED = "excused"


@dataclass(frozen=True)
class Presences:
    """The marks of one seat in one cycle: session number to presence; no mark is no mark."""

    marks: Mapping[int, Presence] = field(default_factory=dict)

    def count(self, presence: Presence) -> int:
        """Count the sessions with this presence."""
        return sum(mark is presence for mark in self.marks.values())

    @property
    def attended(self) -> int:
        """Count the sessions at which somebody of the seat was present."""
        return self.count(Presence.PRESENT)


def is_cooling(presences: Presences, *, held: Sequence[int]) -> bool:
    """Say whether a seat that came before has missed the last two sessions held.

    True when the seat was present at least once and the last two numbers of `held`, in
    ascending order, are both absences. An excuse is not a miss; nor is a session without a mark.

    Args:
        presences: the marks of the seat.
        held: numbers of the sessions held so far, in any order; fewer than two give False.
    """
    last = sorted(held)[-MISSES_THAT_COOL:]
    if len(last) < MISSES_THAT_COOL or presences.attended == 0:
        return False
    return all(presences.marks.get(number) is Presence.ABSENT for number in last)
