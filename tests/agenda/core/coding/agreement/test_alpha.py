from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convoca.agenda.core.coding.agreement.alpha import (
    alpha,
    masi,
    masi_distance,
    nominal,
    ordinal,
)

_ = None
FOUR_CODERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]
UNITS = list(zip(*FOUR_CODERS, strict=True))


def codes(text):
    return frozenset(text)


def test_alpha_nominal_of_four_coders_is_krippendorffs():
    assert round(alpha(UNITS, nominal), 3) == 0.743


def test_alpha_ordinal_of_four_coders_is_krippendorffs():
    assert round(alpha(UNITS, ordinal), 3) == 0.815


def test_alpha_nominal_of_two_coders_is_krippendorffs():
    one, two = "aabbdcccedda", "babbbcccedddd"[:12]

    assert round(alpha(list(zip(one, two, strict=True)), nominal), 3) == 0.692


def test_alpha_of_two_values_is_krippendorffs():
    one, two = "0100000010", "1110010000"

    assert round(alpha(list(zip(one, two, strict=True)), nominal), 3) == 0.095


@pytest.mark.parametrize(
    "units", [[], [["a", None]], [["a", "a"], ["a", "a"]]], ids=["none", "alone", "one value"]
)
def test_alpha_without_two_values_cannot_be_computed(units):
    assert alpha(units, nominal) is None


def test_alpha_of_sets_of_one_code_is_the_nominal_alpha():
    pairs = [("a", "a"), ("a", "b"), ("b", "b"), ("c", "a")]
    sets = [(codes(one), codes(two)) for one, two in pairs]

    assert alpha(sets, masi) == pytest.approx(alpha(pairs, nominal))


@pytest.mark.parametrize(
    ("one", "two", "distance"),
    [
        ("", "", 0),
        ("a", "", 1),
        ("a", "b", 1),
        ("a", "ab", Fraction(2, 3)),
        ("ab", "bc", Fraction(8, 9)),
        ("abc", "abc", 0),
    ],
)
def test_masi_distance_of_two_sets_is_passonneaus(one, two, distance):
    assert masi_distance(codes(one), codes(two)) == distance
    assert masi_distance(codes(two), codes(one)) == distance


def brute_force(units, difference):
    """Compute alpha from its definition, pair by pair, with exact fractions."""
    units = [[one for one in unit if one is not None] for unit in units]
    units = [unit for unit in units if len(unit) > 1]
    all_values = [one for unit in units for one in unit]
    n = len(all_values)
    observed = sum(
        Fraction(sum(difference(a, b) for a, b in permutations(unit, 2)), len(unit) - 1)
        for unit in units
    )
    expected = Fraction(
        sum(difference(a, b) for a, b in permutations(all_values, 2)), max(1, n - 1)
    )
    return None if expected == 0 else float(1 - observed / expected)


def rank_difference(units):
    given = [one for unit in units if sum(v is not None for v in unit) > 1 for one in unit if one]

    def far(a, b):
        low, high = sorted((a, b))
        between = sum(low <= one <= high for one in given)
        return (between - Fraction(given.count(a) + given.count(b), 2)) ** 2 if a != b else 0

    return far


RATINGS = st.lists(
    st.lists(st.one_of(st.none(), st.integers(1, 5)), min_size=3, max_size=3), max_size=8
)
SETS = st.lists(st.tuples(*[st.frozensets(st.sampled_from("abc"), max_size=3)] * 2), max_size=8)


@given(RATINGS)
@settings(deadline=None)
def test_alpha_of_any_ratings_is_its_definition(units):
    expected = brute_force(units, rank_difference(units))
    plain = brute_force(units, lambda a, b: int(a != b))

    assert alpha(units, ordinal) == (expected if expected is None else pytest.approx(expected))
    assert alpha(units, nominal) == (plain if plain is None else pytest.approx(plain))


@given(SETS, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_alpha_of_any_sets_is_its_definition_in_any_order(pairs, random):
    expected = brute_force(pairs, masi_distance)
    turned = [tuple(random.sample(pair, 2)) for pair in random.sample(pairs, len(pairs))]

    found = alpha(pairs, masi)

    assert found == (expected if expected is None else pytest.approx(expected))
    assert alpha(turned, masi) == (None if found is None else pytest.approx(found))
