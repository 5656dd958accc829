"""Where a seat stands."""

import pytest

from convoca.convening.core.presence import Presence, Presences
from convoca.convening.core.standing import SeatFacts, Standing, standing_of

P, A, E = Presence.PRESENT, Presence.ABSENT, Presence.EXCUSED


def marks(*presences: Presence) -> Presences:
    return Presences(dict(enumerate(presences, start=1)))


@pytest.mark.parametrize(
    ("facts", "standing"),
    [
        (SeatFacts("does_not", is_held=True, is_invited=True, answer="yes"), Standing.NONE),
        (SeatFacts("unknown"), Standing.UNKNOWN),
        (SeatFacts("exists"), Standing.VACANT),
        (SeatFacts("exists", is_held=True), Standing.WAITING),
        (SeatFacts("exists", is_held=True, is_invited=True), Standing.INVITED),
        (SeatFacts("exists", is_held=True, is_invited=True, answer="no"), Standing.DECLINED),
        (SeatFacts("exists", is_held=True, is_invited=True, answer="yes"), Standing.ACCEPTED),
        (SeatFacts("exists", is_held=True, is_invited=True, answer="deputy"), Standing.ACCEPTED),
    ],
)
def test_standing_before_first_session_follows_the_answer(facts, standing):
    assert standing_of(facts, held=frozenset()) is standing


@pytest.mark.parametrize(
    ("presences", "standing"),
    [
        (marks(), Standing.ACCEPTED),
        (marks(A), Standing.ACCEPTED),
        (marks(P), Standing.PRESENT),
        (marks(P, A), Standing.PRESENT),
        (marks(P, A, A), Standing.RISK),
        (marks(P, A, E), Standing.PRESENT),
        (marks(A, A), Standing.RISK),
        (marks(P, A, E, A), Standing.RISK),
    ],
)
def test_standing_after_sessions_follows_who_came(presences, standing):
    facts = SeatFacts("exists", True, True, "yes", presences)
    held = frozenset(presences.marks) | {1}

    assert standing_of(facts, held=held) is standing


@pytest.mark.parametrize(
    ("facts", "standing"),
    [
        (SeatFacts("exists", True, True, "yes", is_interviewed=True), Standing.INTERVIEWED),
        (SeatFacts("exists", True, True, "yes", marks(P), is_interviewed=True), Standing.PRESENT),
        (SeatFacts("exists", True, True, "no", is_interviewed=True), Standing.DECLINED),
        (SeatFacts("exists", True, True, "", is_interviewed=True), Standing.INVITED),
    ],
)
def test_interview_counts_for_who_accepted_and_did_not_come_yet(facts, standing):
    assert standing_of(facts, held=frozenset(facts.presences.marks)) is standing
