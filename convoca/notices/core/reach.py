"""How far a notice came: counts of messages, never who read."""

from collections.abc import Mapping
from dataclasses import dataclass

WAITING = ("queued", "leased")
LEFT = ("sent", "delivered", "read")


@dataclass(frozen=True)
class Reach:
    """The messages of one notice; `people` is the denominator: whom it was for at publication.

    people = sent + waiting + failed + uncertain + without_email + stopped. `stopped` were taken
    back because the person left the seat.
    """

    people: int
    sent: int
    waiting: int
    failed: int
    uncertain: int
    without_email: int
    stopped: int


def count_reach(*, people: int, without_email: int, states: Mapping[str, int]) -> Reach:
    """Count the messages of a notice by what became of them.

    Args:
        people: whom it was for, each once.
        without_email: those of them to whom nothing could be written.
        states: how many of its messages stand in each state of the outbox, without those that
            were cancelled; a state that is absent counts 0.
    """
    sent, failed = sum(states.get(state, 0) for state in LEFT), states.get("failed", 0)
    uncertain = states.get("uncertain", 0)
    waiting = sum(states.get(state, 0) for state in WAITING)
    stopped = max(people - without_email - sent - failed - uncertain - waiting, 0)
    return Reach(people, sent, waiting, failed, uncertain, without_email, stopped)
