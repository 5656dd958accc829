import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.agenda.core.coding.suggesting.scores import (
    Rates,
    centred,
    fit_sharpness,
    folds_of,
    rates,
    share_of_second,
    shares_of,
    spread,
    spread_of,
)

GOOD = np.array([[2.0, 1.0, 0.0], [0.0, 2.0, 1.0], [1.0, 0.0, 2.0]] * 20)
TRUTH = np.array([0, 1, 2] * 20)


@given(st.lists(st.sampled_from(["uno", "dos", "tres", "cuatro", "cinco", "seis"]), max_size=30))
def test_folds_of_keeps_equal_texts_together_whatever_their_order(texts):
    folds = dict(zip(texts, folds_of(texts), strict=True))

    assert [folds[text] for text in texts] == list(folds_of(texts))
    assert list(folds_of(texts[::-1])) == list(folds_of(texts))[::-1]


def test_spread_gives_an_unknown_code_less_than_the_least():
    whole = spread(np.array([[0.5, -2.0]]), np.array([0, 2]), 3)

    assert whole.tolist() == [[0.5, -3.0, -2.0]]


def test_centred_measures_from_the_middle_in_the_scale_of_the_judge():
    scores = np.array([[1.0, 3.0], [4.0, 4.0]])

    assert spread_of(scores) == 0.5
    assert centred(scores, 0.5).tolist() == [[-2.0, 2.0], [0.0, 0.0]]
    assert spread_of(np.zeros((2, 2))) == 1.0


def test_rates_counts_the_first_and_three_and_ties_against_us():
    scores = np.array([[4.0, 3.0, 2.0, 1.0], [4.0, 3.0, 2.0, 1.0], [1.0, 1.0, 1.0, 1.0]])

    assert rates(scores, np.array([0, 2, 1])) == Rates(3, 1 / 3, 2 / 3)
    assert rates(np.zeros((0, 2)), np.zeros(0, dtype=int)) == Rates(0, 0.0, 0.0)


def test_share_of_second_goes_to_who_is_right():
    assert share_of_second(-GOOD, GOOD, TRUTH) > 0.7
    assert share_of_second(GOOD, -GOOD, TRUTH) < 0.3


def test_share_of_second_stays_near_the_usual_when_nothing_was_seen():
    nothing = np.zeros((0, 3))

    share = share_of_second(nothing, nothing, np.zeros(0, dtype=int))

    assert share == pytest.approx(0.55, abs=0.01)


def test_fit_sharpness_is_high_for_who_is_always_right_and_low_for_who_guesses():
    assert fit_sharpness(GOOD, TRUTH) > 10
    assert fit_sharpness(GOOD, np.roll(TRUTH, 1)) < 0.2
    assert fit_sharpness(np.zeros((0, 3)), np.zeros(0, dtype=int)) == 1.0


def test_shares_of_sum_to_one_and_keep_the_order():
    shares = shares_of(np.array([[1000.0, 0.0], [0.0, 0.0]]))

    assert shares.tolist() == [[1.0, 0.0], [0.5, 0.5]]
