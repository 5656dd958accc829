"""Loyalty in bands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.convening.core.bands import Band, band_of, best_band_still_possible

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
