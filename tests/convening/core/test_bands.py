"""Loyalty in bands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.convening.core.bands import Band, band_of, best_band_still_possible, count_bands

SESSIONS = st.integers(0, 12)


@pytest.mark.parametrize(
    ("attended", "held", "band"),
    [
        (0, 0, Band.NEVER),
        (0, 4, Band.NEVER),
        (1, 4, Band.LOW),
        (1, 3, Band.MEDIUM),
        (2, 4, Band.MEDIUM),
        (2, 3, Band.HIGH),
        (1, 1, Band.HIGH),
        (4, 4, Band.HIGH),
    ],
)
def test_band_of_attended_sessions_is_its_share_of_those_held(attended, held, band):
    assert band_of(attended, held=held) is band


@pytest.mark.parametrize(("attended", "held"), [(-1, 2), (3, 2)])
def test_band_of_impossible_count_is_refused(attended, held):
    with pytest.raises(ValueError, match="attended of"):
        band_of(attended, held=held)


def test_best_band_of_absent_seat_with_two_left_is_medium():
    assert best_band_still_possible(0, held=2, sessions=4) is Band.MEDIUM


@given(held=SESSIONS, sessions=SESSIONS, data=st.data())
def test_best_band_is_never_below_band_of_a_finished_cycle(held, sessions, data):
    attended = data.draw(st.integers(0, held))
    order = [Band.NEVER, Band.LOW, Band.MEDIUM, Band.HIGH]
    finished = max(held, sessions)

    best = best_band_still_possible(attended, held=held, sessions=sessions)

    assert order.index(best) >= order.index(band_of(attended, held=finished))


@given(held=SESSIONS, data=st.data())
def test_count_bands_adds_up_to_its_denominator(held, data):
    attended = data.draw(st.lists(st.integers(0, held), max_size=20))

    counts = count_bands(attended, held=held, sessions=4)

    totals = (sum(counts.now.values()), sum(counts.best.values()), counts.of)
    assert totals == (len(attended), len(attended), len(attended))


def test_count_bands_of_three_seats_says_now_and_best():
    counts = count_bands([2, 1, 0], held=2, sessions=4)

    assert (counts.now, counts.best) == (
        {Band.HIGH: 1, Band.MEDIUM: 1, Band.LOW: 0, Band.NEVER: 1},
        {Band.HIGH: 2, Band.MEDIUM: 1, Band.LOW: 0, Band.NEVER: 0},
    )
