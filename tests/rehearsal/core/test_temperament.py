"""The curve of answers, the chances, and that the same seed gives the same people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.rehearsal.core.assumptions import Assumptions
from convoca.rehearsal.core.chance import stream
from convoca.rehearsal.core.temperament import (
    Temperament,
    answering_contact,
    attendance_chance,
    draw_mood,
    draw_temperament,
    scale_curve,
)

SHARES = st.floats(0, 1)
SEEDS = st.integers(0, 2**32)


@given(ceiling=SHARES)
def test_scale_curve_never_falls_and_ends_at_the_ceiling(ceiling):
    curve = scale_curve(Assumptions().answer_curve, ceiling)

    assert list(curve) == sorted(curve)
    assert curve[-1] == pytest.approx(ceiling)


def test_scale_curve_keeps_the_published_shape():
    curve = scale_curve((0.191, 0.289, 0.372, 0.393, 0.420), 0.84)

    assert curve == pytest.approx((0.382, 0.578, 0.744, 0.786, 0.840))


def test_scale_curve_without_answers_is_refused():
    with pytest.raises(ValueError, match="no shape"):
        scale_curve((0.0, 0.0), 0.5)


def test_answering_contact_is_the_first_whose_share_is_above_the_rank():
    curve = (0.2, 0.3, 0.5)

    answered = [answering_contact(rank, curve) for rank in (-0.1, 0.1, 0.2, 0.45, 0.5)]

    assert answered == [1, 1, 2, 3, None]


@given(seed=SEEDS)
def test_draw_mood_stays_between_the_limits(seed):
    assumptions = Assumptions()

    mood = draw_mood(stream(seed, "mood"), assumptions)

    low, high = assumptions.answer_ceiling
    assert low <= mood.curve[-1] <= high + 1e-9
    assert 0.6 <= mood.acceptance <= 0.9
    assert 0.5 <= mood.interview <= 0.8
    assert 0.01 <= mood.turnover_month <= 0.03


@given(seed=SEEDS)
def test_draw_temperament_with_the_same_names_is_the_same(seed):
    first = draw_temperament(stream(seed, "SECPLAN", "13120"), Assumptions())
    again = draw_temperament(stream(seed, "SECPLAN", "13120"), Assumptions())
    other = draw_temperament(stream(seed, "SECPLAN", "13121"), Assumptions())

    assert first == again
    assert first != other


@given(own=SHARES, reminded=st.booleans(), called=st.booleans(), cares=st.booleans())
def test_attendance_chance_grows_with_care_and_is_never_certain(own, reminded, called, cares):
    temperament = Temperament(0, 0, 0, 0, own)
    mood = draw_mood(stream(1, "mood"), Assumptions())

    chance = attendance_chance(temperament, mood, reminded=reminded, called=called, cares=cares)

    without = attendance_chance(temperament, mood, reminded=False, called=False, cares=False)
    assert without <= chance <= 0.97


def test_propensities_have_the_published_mean():
    drawn = [draw_temperament(stream(5, n), Assumptions()).attendance for n in range(4000)]

    assert sum(drawn) / len(drawn) == pytest.approx(0.70 / (0.70 + 1.80), abs=0.02)
