"""The parameters that were put in come out again."""

import random

import pytest

from convoca.convening.core.propensity import Propensity, fit_propensity

PUBLISHED = Propensity(0.70, 1.80)


def drawn(seats: int, seed: int, propensity: Propensity = PUBLISHED, sessions: int = 4):
    """Draw how often each seat came, its own probability from Beta."""
    source = random.Random(seed)
    found = []
    for _seat in range(seats):
        chance = source.betavariate(propensity.alpha, propensity.beta)
        found.append((sum(source.random() < chance for _ in range(sessions)), sessions))
    return found


@pytest.mark.parametrize("seed", range(5))
def test_fit_recovers_the_parameters_of_many_seats(seed):
    found = fit_propensity(drawn(20_000, seed))

    assert found.alpha == pytest.approx(0.70, abs=0.05)
    assert found.beta == pytest.approx(1.80, abs=0.15)
    assert found.mean == pytest.approx(0.28, abs=0.01)


def test_fit_centres_on_the_parameters_over_many_countries():
    fits = [fit_propensity(drawn(345, seed)) for seed in range(40)]

    assert sum(fit.mean for fit in fits) / 40 == pytest.approx(0.28, abs=0.01)
    assert sum(fit.alpha for fit in fits) / 40 == pytest.approx(0.70, abs=0.06)
    assert sum(0.40 < fit.alpha < 1.00 for fit in fits) >= 36  # a deviation is 0.12, skewed


def test_fit_takes_seats_with_fewer_counted_sessions():
    seats = drawn(8_000, 1) + drawn(8_000, 2, sessions=3) + drawn(4_000, 3, sessions=2)

    assert fit_propensity(seats).alpha == pytest.approx(0.70, abs=0.06)


@pytest.mark.parametrize(
    "seats", [[], [(0, 4), (0, 3)], [(4, 4), (2, 2)], [(1, 1), (0, 1)], [(0, 0)]]
)
def test_fit_cannot_be_told_without_some_who_came_and_some_who_did_not(seats):
    assert fit_propensity(seats) is None


def test_fit_refuses_more_presences_than_sessions():
    with pytest.raises(ValueError, match="beyond"):
        fit_propensity([(3, 2)])


def test_expected_repeats_are_those_of_the_published_networks():
    expected = PUBLISHED.expected_repeats(4)

    assert [round(100 * share) for share in expected] == [43, 29, 19, 10]
    assert sum(expected) == pytest.approx(1)


def test_expected_repeats_need_a_session():
    with pytest.raises(ValueError, match="0 sessions"):
        PUBLISHED.expected_repeats(0)
