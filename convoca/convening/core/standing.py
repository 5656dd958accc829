"""Where a seat stands in a cycle: one word for its mark on the board."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from convoca.convening.core.presence import Presences
from convoca.convening.core.record import record_of

Existence = Literal["exists", "does_not", "unknown"]


class Standing(StrEnum):
    """Where a seat stands. The values are those of the marks of the picture."""

    PRESENT = "present"
    INTERVIEWED = "interviewed"
    ACCEPTED = "accepted"
    INVITED = "invited"
    WAITING = "waiting"
    RISK = "risk"
    DECLINED = "declined"
    VACANT = "vacant"
    UNKNOWN = "unknown"
    SERVED = "served"
    NONE = "none"


@dataclass(frozen=True)
class SeatFacts:
    """What the standing of a seat depends on. `answer` is "", "yes", "no" or "deputy".

    `served_by` is what is known of the seat of another municipality that does the work of this
    one by agreement, None for an office of its own. A seat with an invitation of its own in
    the cycle is an office of its own there, whatever was agreed since.
    """

    existence: Existence
    is_held: bool = False
    is_invited: bool = False
    answer: str = ""
    presences: Presences = field(default_factory=Presences)
    is_interviewed: bool = False
    served_by: "SeatFacts | None" = None

    @property
    def is_office(self) -> bool:
        """Say whether it exists as an office of its own: what is done by people is counted so."""
        return self.existence == "exists" and self.served_by is None

    @property
    def is_accepted(self) -> bool:
        """Say whether somebody of the seat said that they take part."""
        return self.is_invited and self.answer in {"yes", "deputy"}


def standing_of(facts: SeatFacts, *, held: frozenset[int]) -> Standing:
    """Return the one word for a seat; the first rule that fits wins.

    1 absent seats are NONE; 2 a seat that another one serves is SERVED; 3 who declined is
    DECLINED, whatever came before; 4 who accepted: RISK when cooling, PRESENT when it came at
    least once, INTERVIEWED when its interview is done, otherwise ACCEPTED; 5 a seat nobody is
    sure of is UNKNOWN; 6 without a holder VACANT; 7 invited or not: INVITED, WAITING.

    Args:
        facts: what is known of the seat.
        held: numbers of the sessions held so far; empty before the first.
    """
    if facts.existence == "does_not":
        return Standing.NONE
    if facts.served_by is not None:
        return Standing.SERVED
    if facts.is_invited and facts.answer == "no":
        return Standing.DECLINED
    if facts.is_accepted:
        return _standing_of_accepted(facts, held)
    return _standing_of_silent(facts)


def _standing_of_silent(facts: SeatFacts) -> Standing:
    if facts.existence == "unknown":
        return Standing.UNKNOWN
    if not facts.is_held:
        return Standing.VACANT
    return Standing.INVITED if facts.is_invited else Standing.WAITING


def _standing_of_accepted(facts: SeatFacts, held: frozenset[int]) -> Standing:
    if record_of(facts.presences, held=held).is_cooling:
        return Standing.RISK
    if facts.presences.attended:
        return Standing.PRESENT
    return Standing.INTERVIEWED if facts.is_interviewed else Standing.ACCEPTED
