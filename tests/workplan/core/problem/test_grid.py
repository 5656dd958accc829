"""The weekly grid of who answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.workplan.core.ground import slots
from convoca.workplan.core.problem import grid
from convoca.workplan.core.problem.grid import (
    ALWAYS,
    BLANK_DAY,
    HOURS,
    Stretch,
    fill_day,
    first_unsaid,
    halves_of,
    is_complete,
    split_week,
    stretches,
    write_day,
)

WIDTH = len(HOURS)
days = st.text("ymn", min_size=WIDTH, max_size=WIDTH)
weeks = st.lists(st.one_of(days, st.just(BLANK_DAY)), min_size=5, max_size=5).map("".join)


def test_noon_and_workdays_are_those_of_the_solver():
    assert (grid.NOON_HOUR, grid.WORKDAYS) == (slots.NOON_HOUR, slots.WORKDAYS)


def test_split_week_of_nothing_gives_five_blank_days():
    assert split_week("") == [BLANK_DAY] * 5


@pytest.mark.parametrize("text", ["y", "x" * 45, "y" * 44, "Y" * 45])
def test_split_week_of_no_week_raises(text):
    with pytest.raises(ValueError, match="not a week"):
        split_week(text)


@given(weeks)
def test_split_week_joins_back_to_the_same_week(week):
    assert "".join(split_week(week)) == week


@given(weeks, st.integers(0, 4), days)
def test_write_day_changes_only_that_day(week, day, letters):
    written = split_week(write_day(week, day, letters))

    assert written == [
        letters if place == day else old for place, old in enumerate(split_week(week))
    ]


@pytest.mark.parametrize(
    ("day", "letters"), [(5, "y" * WIDTH), (-1, "y" * WIDTH), (0, "y"), (0, BLANK_DAY)]
)
def test_write_day_of_no_day_raises(day, letters):
    with pytest.raises(ValueError, match="not a day"):
        write_day("", day, letters)


@given(st.sampled_from("ymn"), st.sampled_from("ymn"))
def test_halves_of_a_filled_day_are_its_halves(morning, afternoon):
    assert halves_of(fill_day(morning, afternoon)) == (morning, afternoon)


def test_halves_of_a_mixed_half_are_empty():
    assert halves_of("yyyn" + "nnnnn") == ("", "n")


def test_stretches_join_equal_hours():
    assert stretches("yynnnmmmm") == [
        Stretch("y", 9, 11),
        Stretch("n", 11, 14),
        Stretch("m", 14, 18),
    ]


@given(days)
def test_stretches_cover_the_day_without_gaps(letters):
    found = stretches(letters)

    assert "".join(one.letter * (one.end - one.start) for one in found) == letters


def test_first_unsaid_names_the_first_blank_day():
    assert first_unsaid(fill_day("y", "n") * 2 + BLANK_DAY * 3) == 2


def test_first_unsaid_of_a_whole_week_is_none():
    assert first_unsaid(ALWAYS) is None


@given(weeks)
def test_is_complete_says_that_no_day_is_unsaid(week):
    assert is_complete(week) == (first_unsaid(week) is None)


def test_is_complete_of_nothing_is_false():
    assert is_complete("") is False
