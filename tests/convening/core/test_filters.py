"""Choosing seats, and how many each other choice would give."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.convening.core.filters import Choice, Traits, choose, size_band

FACETS = ("state", "region")


def traits(state: str, region: str, words: str = "") -> Traits:
    return Traits({"state": frozenset(state.split()), "region": frozenset({region})}, words)


SEATS = [
    traits("present yes", "north", "arica ana"),
    traits("present yes", "south", "osorno olga"),
    traits("vacant", "south", "chonchi"),
]


def test_choose_without_filters_gives_all_and_counts_every_value():
    found = choose(SEATS, facets=FACETS, wanted={})

    assert found == Choice(
        [0, 1, 2],
        {
            "state": Counter(present=2, yes=2, vacant=1),
            "region": Counter(north=1, south=2),
        },
    )


def test_counts_beside_a_filter_leave_that_filter_out():
    found = choose(SEATS, facets=FACETS, wanted={"region": "south"})

    assert found == Choice(
        [1, 2],
        {"state": Counter(present=1, yes=1, vacant=1), "region": Counter(north=1, south=2)},
    )


def test_seat_that_misses_two_filters_counts_beside_none():
    found = choose(SEATS, facets=FACETS, wanted={"state": "vacant", "region": "north"})

    assert found == Choice([], {"state": Counter(present=1, yes=1), "region": Counter(south=1)})


@pytest.mark.parametrize(
    ("words", "positions"), [("ana arica", [0]), ("o", [1, 2]), ("ana olga", []), ("", [0, 1, 2])]
)
def test_every_word_must_stand_in_the_seat(words, positions):
    assert choose(SEATS, facets=FACETS, wanted={}, words=words).positions == positions


def test_choose_among_no_seats_gives_nothing():
    assert choose([], facets=("state",), wanted={"state": "x"}) == Choice([], {"state": Counter()})


@given(
    seats=st.lists(st.builds(traits, st.sampled_from("abc"), st.sampled_from("xy")), max_size=12),
    state=st.sampled_from(["", "a", "b"]),
    region=st.sampled_from(["", "x"]),
)
def test_count_beside_a_value_is_what_choosing_it_gives(seats, state, region):
    wanted = {"state": state, "region": region}
    found = choose(seats, facets=FACETS, wanted=wanted)

    for facet in FACETS:
        for value in "abcxy":
            other = choose(seats, facets=FACETS, wanted={**wanted, facet: value})
            assert len(other.positions) == found.counts[facet][value]


@pytest.mark.parametrize(
    ("population", "band"), [(0, 0), (9_999, 0), (10_000, 1), (30_000, 2), (5_000_000, 2)]
)
def test_size_band_counts_the_bounds_that_are_reached(population, band):
    assert size_band(population, [10_000, 30_000]) == band


def test_size_band_without_bounds_is_one_for_all():
    assert size_band(7, []) == 0
