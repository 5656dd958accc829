"""Sharing the day's calls."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.outreach.core.split import Load, split_calls

LOADS = st.lists(
    st.builds(Load, st.integers(1, 10_000), st.integers(1, 16)),
    unique_by=lambda load: load.seat_id,
    max_size=60,
)
NAMED = st.lists(
    st.builds(
        Load,
        st.integers(1, 10_000),
        st.integers(1, 16),
        st.lists(st.integers(1, 9), max_size=2).map(tuple),
    ),
    unique_by=lambda load: load.seat_id,
    max_size=40,
)
DONE = st.dictionaries(st.integers(1, 9), st.integers(0, 20), min_size=1, max_size=5)


def test_regions_are_kept_together_from_north_to_south():
    loads = [Load(1, 15), Load(2, 1), Load(3, 15), Load(4, 1)]

    assert split_calls(loads, done={7: 0, 8: 0}) == {2: 7, 4: 7, 1: 8, 3: 8}


def test_who_has_done_more_is_given_less():
    loads = [Load(n, 1) for n in range(4)]

    assert split_calls(loads, done={7: 2, 8: 0}) == {0: 7, 1: 8, 2: 8, 3: 8}


def test_who_is_named_gets_the_seat_and_who_does_not_call_counts_as_nobody():
    loads = [Load(1, 1, (8,)), Load(2, 2, (99,)), Load(3, 3)]

    assert split_calls(loads, done={7: 0, 8: 0}) == {1: 8, 2: 7, 3: 7}


@pytest.mark.parametrize(("named", "person"), [((8, 7), 8), ((99, 7), 7), ((99, 98), 6), ((), 6)])
def test_first_who_is_named_and_calls_gets_the_seat(named, person):
    assert split_calls([Load(1, 1, named)], done={6: 0, 7: 0, 8: 0}) == {1: person}


def test_who_is_named_for_much_is_given_nothing_more():
    loads = [*(Load(n, 1, (8,)) for n in range(4)), Load(4, 1), Load(5, 2)]

    split = split_calls(loads, done={7: 0, 8: 0})

    assert split == {0: 8, 1: 8, 2: 8, 3: 8, 4: 7, 5: 7}


def test_nobody_calls_when_nobody_is_there():
    assert split_calls([Load(1, 1)], done={}) == {}


@given(NAMED, DONE)
def test_seat_goes_to_the_first_named_who_calls_and_to_somebody_otherwise(loads, done):
    split = split_calls(loads, done=done)

    for load in loads:
        calling = [person for person in load.named if person in done]
        assert split[load.seat_id] in (calling[:1] or done)


@given(NAMED, DONE)
def test_order_of_the_seats_changes_nothing(loads, done):
    assert split_calls(loads[::-1], done=done) == split_calls(loads, done=done)


@given(NAMED, DONE)
def test_who_is_given_more_than_the_own_is_no_more_than_one_above_the_others(loads, done):
    split = split_calls(loads, done=done)

    days = {person: done[person] + Counter(split.values())[person] for person in done}
    shared = {split[load.seat_id] for load in loads if not any(each in done for each in load.named)}
    assert all(days[person] - min(days.values()) <= 1 for person in shared)


@given(LOADS, DONE)
def test_every_seat_has_one_caller_and_days_are_level(loads, done):
    split = split_calls(loads, done=done)

    days = {person: done[person] + Counter(split.values())[person] for person in done}
    given_some = [days[person] for person in done if person in split.values()]
    assert split.keys() == {load.seat_id for load in loads}
    assert not given_some or max(given_some) - min(days.values()) <= 1


@given(LOADS, DONE)
def test_few_regions_are_cut(loads, done):
    split = split_calls(loads, done=done)

    region_of = {load.seat_id: load.region for load in loads}
    pairs = {(region_of[seat], person) for seat, person in split.items()}
    regions = {load.region for load in loads}
    assert len(pairs) <= len(regions) + len(done) - 1
