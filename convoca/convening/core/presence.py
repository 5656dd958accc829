"""What is known of a seat at each session."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


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
