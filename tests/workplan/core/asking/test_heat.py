from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.workplan.core.asking.heat import (
    Group,
    HeatCell,
    OwnWeek,
    clock_weeks,
    count_cells,
    group_people,
    join_small,
    rank_cells,
    read_weeks,
)

SANTIAGO, EASTER, SOUTH = "America/Santiago", "Pacific/Easter", "America/Punta_Arenas"
HOURS = (9, 10, 11)
MONDAY_9 = "ynn" + "nnn" * 4
SUMMER, WINTER = date(2027, 3, 1), date(2027, 4, 5)


def read(*weeks, monday=SUMMER, hours=HOURS):
    return read_weeks(weeks, zone=SANTIAGO, monday=monday, hours=hours)


def group(name, yes=0, cannot=0, unanswered=0):
    return Group((name,), yes, 0, cannot, unanswered)


def test_weeks_of_the_same_clock_are_read_as_they_are():
    assert read(OwnWeek(SANTIAGO, MONDAY_9), OwnWeek(SANTIAGO, "")) == [MONDAY_9, ""]


def test_weeks_of_another_clock_are_read_at_the_hours_of_the_association():
    # nine in Easter is eleven in Santiago; what Santiago asks at nine is seven there, outside
    assert read(OwnWeek(EASTER, MONDAY_9)) == ["nny" + "nnn" * 4]


@pytest.mark.parametrize(
    ("monday", "read_as"), [(SUMMER, "ynn"), (WINTER, "nnn")], ids=["summer", "winter"]
)
def test_weeks_are_read_with_the_clocks_of_the_week(monday, read_as):
    assert read(OwnWeek(SOUTH, MONDAY_9), monday=monday)[0][:3] == read_as


def test_half_hours_of_a_clock_are_no_hours_of_the_grid():
    assert read(OwnWeek("Asia/Kolkata", "y" * 15)) == ["n" * 15]


def test_cells_count_those_who_answered_alone():
    cells = count_cells([MONDAY_9, "mnn" + "nnn" * 4, ""], HOURS)

    assert cells[0] == HeatCell(0, 9, yes=1, if_need=1, answered=2)
    assert cells[-1] == HeatCell(4, 11, yes=0, if_need=0, answered=2)
    assert (len(cells), cells[0].cannot, cells[-1].cannot) == (15, 0, 2)


def test_cells_without_any_answer_are_empty():
    assert count_cells(["", ""], (9,)) == [HeatCell(day, 9, 0, 0, 0) for day in range(5)]


@given(st.lists(st.text("ymn", min_size=15, max_size=15)))
def test_every_cell_adds_up_to_those_who_answered(weeks):
    assert {cell.yes + cell.if_need + cell.cannot for cell in count_cells([*weeks, ""], HOURS)} == {
        len(weeks)
    }


def test_rank_counts_if_need_half_and_breaks_ties_by_time():
    late, early = HeatCell(1, 9, 3, 0, 9), HeatCell(0, 10, 2, 2, 9)
    best, worst = HeatCell(4, 11, 3, 1, 9), HeatCell(0, 9, 0, 5, 9)

    assert rank_cells([worst, late, early, best]) == [best, early, late, worst]


def test_groups_keep_the_order_in_which_they_come():
    said = [("Sur", "y"), ("Norte", ""), ("Sur", "m"), ("Sur", "n")]

    assert group_people(said) == [Group(("Sur",), 1, 1, 1, 0), Group(("Norte",), 0, 0, 0, 1)]


def test_small_groups_are_put_together():
    large, some, few = group("Centro", yes=6), group("Norte", yes=3), group("Sur", cannot=2)

    assert join_small([some, large, few], 5) == [large, Group(("Norte", "Sur"), 3, 0, 2, 0)]


def test_one_small_group_takes_the_smallest_of_the_others_along():
    large, middle, few = group("Centro", yes=9), group("Norte", yes=6), group("Sur", cannot=1)

    assert join_small([large, middle, few], 5) == [large, Group(("Norte", "Sur"), 6, 0, 1, 0)]


def test_groups_in_which_nobody_answered_hide_nothing():
    silent, large = group("Norte", unanswered=3), group("Centro", yes=5)

    assert join_small([silent, large], 5) == [silent, large]


def test_groups_that_are_small_together_stand_as_one():
    assert join_small([group("Norte", yes=1), group("Sur", yes=2)], 5) == [
        Group(("Norte", "Sur"), 3, 0, 0, 0)
    ]


@given(st.lists(st.integers(0, 12), max_size=8))
def test_joining_loses_nobody_and_shows_no_small_group_beside_another(counts):
    groups = [group(str(place), yes=count) for place, count in enumerate(counts)]

    joined = join_small(groups, 5)

    assert sum(one.yes for one in joined) == sum(counts)
    shown = [one for one in joined if one.answered]
    assert len(shown) <= 1 or all(one.answered >= 5 for one in shown)


def test_clock_weeks_begin_where_a_difference_is_new():
    window = {"first": date(2027, 3, 3), "last": date(2027, 5, 30)}

    assert clock_weeks(SANTIAGO, [SOUTH, EASTER], **window) == [SUMMER, WINTER]
    assert clock_weeks(SANTIAGO, [EASTER], **window) == [SUMMER]
    assert clock_weeks(SANTIAGO, [], **window) == [SUMMER]


def test_clock_weeks_of_an_empty_window_are_none():
    assert clock_weeks(SANTIAGO, [SOUTH], first=WINTER, last=SUMMER) == []
