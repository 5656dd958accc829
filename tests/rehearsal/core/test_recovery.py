"""What is put into the story comes out of its attendance: no care, reminders, calls.

Whoever comes is drawn by the rehearsal; the figures are those that the association reads.
"""

import pytest

from convoca.convening.core.presence import Presence
from convoca.convening.core.propensity import fit_propensity
from convoca.convening.core.proportion import Proportion, newcombe
from convoca.convening.core.record import Record
from convoca.convening.core.transitions import repeats, transitions
from convoca.rehearsal.core.assumptions import Assumptions
from convoca.rehearsal.core.chance import stream
from convoca.rehearsal.core.temperament import attendance_chance, draw_mood, draw_temperament
from tests.rehearsal.chances import CHI_SQUARE_99, SESSIONS, chi_square, expected_shares

SEATS = 1380  # four communities of the whole country
GIVEN = Assumptions()
MOOD = draw_mood(stream(7, "SECPLAN", 1, "mood"), GIVEN)
PUBLISHED = (0.43, 0.29, 0.18, 0.10)
NOTHING = {"reminded": False, "called": False, "cares": False}


def came(seat, number, **care) -> bool:
    temperament = draw_temperament(stream(7, "temperament", seat), GIVEN)
    chance = attendance_chance(temperament, MOOD, **{**NOTHING, **care})
    return stream(7, "session", number, seat).random() < chance


def records(**care) -> list[Record]:
    return [
        Record(
            tuple(
                Presence.PRESENT if came(seat, number, **care) else Presence.ABSENT
                for number in range(SESSIONS)
            )
        )
        for seat in range(SEATS)
    ]


@pytest.fixture(scope="module")
def without_care() -> list[Record]:
    return records()


def test_assumed_propensity_is_the_published_distribution():
    assert [round(share, 2) for share in expected_shares()] == pytest.approx(PUBLISHED, abs=0.011)


def test_repeated_attendance_without_care_fits_the_propensity_put_in(without_care):
    counts = repeats(without_care, sessions=SESSIONS)

    assert chi_square(counts, expected_shares()) < CHI_SQUARE_99
    assert chi_square(counts, PUBLISHED) < CHI_SQUARE_99


def test_repeated_attendance_does_not_fit_another_propensity(without_care):
    counts = repeats(without_care, sessions=SESSIONS)

    assert chi_square(counts, (0.55, 0.25, 0.13, 0.07)) > CHI_SQUARE_99


def test_fitted_propensity_is_the_one_put_in(without_care):
    fitted = fit_propensity((record.attended, record.counted) for record in without_care)

    assert fitted.alpha == pytest.approx(GIVEN.attendance_alpha, abs=0.12)
    assert fitted.beta == pytest.approx(GIVEN.attendance_beta, abs=0.30)


def test_next_session_given_this_one_is_what_the_propensity_says(without_care):
    """For Beta(a, b): after coming (a + 1)/(a + b + 1), after missing a/(a + b + 1)."""
    found = transitions(without_care)

    low, high = found.after_present.interval.low, found.after_present.interval.high
    assert low < 1.7 / 3.5 < high
    low, high = found.after_absent.interval.low, found.after_absent.interval.high
    assert low < 0.7 / 3.5 < high


@pytest.mark.parametrize(
    ("care", "points"), [("reminded", MOOD.reminder_points), ("called", MOOD.call_points)]
)
def test_effect_of_care_is_recovered_within_its_interval(without_care, care, points):
    with_care = records(**{care: True})

    before, after = attended(without_care), attended(with_care)
    apart = newcombe((after.share, after.whole), (before.share, before.whole))
    gained = Proportion(after.part - before.part, before.whole).interval
    assert apart.low < points < apart.high
    assert gained.low < points < gained.high
    assert gained.excludes_zero


def attended(seats) -> Proportion:
    return Proportion(sum(seat.attended for seat in seats), sum(seat.counted for seat in seats))
