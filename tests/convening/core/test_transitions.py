"""From one session to the next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.convening.core.proportion import Proportion
from convoca.convening.core.transitions import (
    Transitions,
    one_timers,
    repeats,
    returns,
    transitions,
)
from tests.convening.core.records import recs

MANY = st.lists(st.text("pae-", max_size=6), max_size=12)


def test_transitions_count_pairs_after_each_presence_and_absence():
    found = transitions(recs("ppa", "pap", "aa", "p", ""))

    assert found == Transitions(Proportion(1, 3), Proportion(1, 2))


def test_transitions_step_over_excuses():
    assert transitions(recs("pep", "p-a")) == Transitions(Proportion(1, 2), Proportion(0, 0))


def test_one_timers_leave_out_who_could_not_come_again():
    assert one_timers(recs("pa", "pp", "ap", "pe", "aa", "paa")) == Proportion(2, 3)


def test_returns_count_each_seat_once_by_its_first_miss():
    assert returns(recs("pap", "papap", "paa", "pa", "ppp", "aap", "paep", "")) == Proportion(3, 4)


def test_repeats_count_only_who_came():
    assert repeats(recs("pp", "pa", "ap", "aa", "pe"), sessions=2) == [3, 1]


def test_repeats_refuse_more_presences_than_sessions():
    with pytest.raises(ValueError, match="3 of 2"):
        repeats(recs("ppp"), sessions=2)


def test_figures_of_nobody_are_of_zero():
    nobody = Proportion(0, 0)

    assert transitions([]) == Transitions(nobody, nobody)
    assert (one_timers([]), returns([]), repeats([], sessions=1)) == (nobody, nobody, [0])


@given(MANY)
def test_order_of_seats_changes_nothing(marks):
    there, back = recs(*marks), recs(*reversed(marks))

    assert (transitions(there), one_timers(there)) == (transitions(back), one_timers(back))
    assert returns(there) == returns(back)


@given(MANY)
def test_pairs_are_one_less_than_counted_marks(marks):
    records = recs(*marks)
    found = transitions(records)

    pairs = sum(max(0, record.counted - 1) for record in records)
    assert found.after_present.whole + found.after_absent.whole == pairs


@given(MANY)
def test_repeats_add_up_to_who_came(marks):
    records = recs(*marks)

    assert sum(repeats(records, sessions=6)) == sum(record.attended > 0 for record in records)
