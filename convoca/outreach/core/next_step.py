"""What follows a call: the next step is set by the result, not by who called."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from convoca.outreach.core.hours import Part, Place


class Outcome(StrEnum):
    """What came of a try; the values are those of the attempts of the convocatoria."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    CALL_LATER = "call_later"
    WRONG = "wrong"
    REPLACED = "replaced"
    ACCEPTS = "accepts"
    REFUSES = "refuses"


class Next(StrEnum):
    """What is to be done with a seat."""

    CALL = "call"
    FIND_CONTACT = "find_contact"
    FIND_SUCCESSOR = "find_successor"
    OTHER_WAY = "other_way"
    NOTHING = "nothing"


SPOKEN = frozenset({Outcome.REACHED, Outcome.ACCEPTS, Outcome.REFUSES})
"""The results after which somebody of the seat has spoken with us."""


@dataclass(frozen=True)
class Tried:
    """One try: what came of it, and when."""

    outcome: Outcome
    at: datetime


@dataclass(frozen=True)
class Patience:
    """How long we wait, in working days: after each call without answer, and after a talk."""

    after_misses: tuple[int, ...] = (1, 2, 4)
    after_talk: int = 3

    @property
    def most_misses(self) -> int:
        """Return how many calls in a row may stay without answer."""
        return len(self.after_misses) + 1


PATIENCE = Patience()


@dataclass(frozen=True)
class Step:
    """What comes next; a call has its day, and a half of it where that matters."""

    next: Next
    on: date | None = None
    part: Part | None = None


def count_misses(tries: Sequence[Tried]) -> int:
    """Count the calls without answer since the last time that something else came of one.

    Args:
        tries: the newest first; empty gives 0.
    """
    count = 0
    for tried in tries:
        if tried.outcome is not Outcome.NO_ANSWER:
            break
        count += 1
    return count


def next_step(
    tries: Sequence[Tried],
    *,
    place: Place,
    asked_on: date | None = None,
    patience: Patience = PATIENCE,
) -> Step:
    """Return what follows the newest try.

    No answer: again after 1, 2, 4 working days (for the first, second, third in a row) in the
    other half of the day; after the fourth in a row another way is to be found. Call later: on
    the day asked for, or the next working day where that is none; without a day, the next
    working day. Talked without an answer: again after 3 working days. Wrong number: find the
    contact. Not in office: find the successor. Accepts or refuses: nothing.

    Args:
        tries: the newest first, at least one.
        place: where the person works; all days are days there.
        asked_on: the day somebody asked to be called; one that has passed counts as today.

    Raises:
        ValueError: no try, or no working day in two months.

    Source: docs/decisions/0007-outreach.md.
    """
    if not tries:
        raise ValueError("no try to follow")
    last = tries[0]
    today = place.today(last.at)
    if last.outcome is Outcome.NO_ANSWER:
        return _after_miss(count_misses(tries), last, place, patience)
    if last.outcome is Outcome.CALL_LATER:
        wanted = asked_on or place.add_working_days(today, 1)
        return Step(Next.CALL, place.add_working_days(max(wanted, today), 0))
    if last.outcome is Outcome.REACHED:
        return Step(Next.CALL, place.add_working_days(today, patience.after_talk))
    if last.outcome is Outcome.WRONG:
        return Step(Next.FIND_CONTACT)
    if last.outcome is Outcome.REPLACED:
        return Step(Next.FIND_SUCCESSOR)
    return Step(Next.NOTHING)


def _after_miss(misses: int, last: Tried, place: Place, patience: Patience) -> Step:
    if misses >= patience.most_misses:
        return Step(Next.OTHER_WAY)
    wait = patience.after_misses[misses - 1]
    on = place.add_working_days(place.today(last.at), wait)
    return Step(Next.CALL, on, place.part_at(last.at).other)
