"""The group against the roll."""

from hypothesis import given
from hypothesis import strategies as st

from convoca.convening.core.group_roll import GroupRoll, GroupState, count_roll, group_state
from tests.factories.cycles import NOW

pairs = st.tuples(st.integers(1, 5), st.integers(1, 5))


def test_group_state_tells_the_last_word():
    assert [
        group_state(joined_at=joined, left_at=left, removed_at=removed)
        for joined, left, removed in (
            (None, None, None),
            (NOW, None, None),
            (NOW, NOW, None),
            (NOW, NOW, NOW),
        )
    ] == ["given", "joined", "left", "removed"]


def test_count_roll_of_nobody_is_zeros():
    assert count_roll([], {}) == GroupRoll(0, 0, 0, 0, 0, 0, 0)


def test_count_roll_counts_apart_only_who_is_inside():
    states = {(1, 1): GroupState.JOINED, (2, 2): GroupState.JOINED, (3, 3): GroupState.LEFT}

    assert count_roll([(1, 1), (4, 4)], states) == GroupRoll(2, 1, 0, 1, 0, 0, 1)


@given(accepted=st.lists(pairs), states=st.dictionaries(pairs, st.sampled_from(GroupState)))
def test_count_roll_loses_nobody_and_counts_nobody_twice(accepted, states):
    roll = count_roll(accepted, states)

    parts = (roll.without_link, roll.given, roll.joined, roll.left, roll.removed)
    assert roll.accepted == sum(parts) == len(set(accepted))
