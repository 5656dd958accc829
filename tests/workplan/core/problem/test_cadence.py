from dataclasses import replace
from datetime import date

import pytest

from convoca.workplan.core.problem.cadence import day_fits, days_after, may_follow
from convoca.workplan.core.problem.parsing import Cadence
from tests.workplan.core.small import community

TUESDAY = date(2027, 3, 9)


def of(*cadence, **changes):
    return replace(community(gap_days=(2, 5), cadence=Cadence(*cadence)), **changes)


@pytest.mark.parametrize(
    ("kind", "day", "first", "last"),
    [
        ("days", TUESDAY, date(2027, 3, 11), date(2027, 3, 15)),
        ("weekly", TUESDAY, date(2027, 3, 15), date(2027, 3, 22)),
        ("fortnightly", TUESDAY, date(2027, 3, 22), date(2027, 3, 29)),
        ("three_weekly", TUESDAY, date(2027, 3, 29), date(2027, 4, 5)),
        ("weekly", date(2026, 12, 31), date(2027, 1, 4), date(2027, 1, 11)),
        ("monthly", TUESDAY, date(2027, 4, 1), date(2027, 5, 1)),
        ("monthly", date(2027, 1, 31), date(2027, 2, 1), date(2027, 3, 1)),
        ("monthly", date(2027, 11, 30), date(2027, 12, 1), date(2028, 1, 1)),
        ("monthly", date(2027, 12, 1), date(2028, 1, 1), date(2028, 2, 1)),
    ],
)
def test_days_after_gives_the_days_of_the_next_session(kind, day, first, last):
    assert days_after(of(kind), day) == (first, last)


def test_may_follow_is_false_on_the_days_around_the_range():
    days = [date(2027, 3, number) for number in (14, 15, 21, 22)]

    assert [may_follow(of("weekly"), TUESDAY, day) for day in days] == [False, True, True, False]


def test_day_fits_asks_for_weekday_nth_and_no_closing():
    second_tuesday = of("monthly", 1, 2)
    shut = replace(second_tuesday, closed_days=frozenset({TUESDAY}))

    assert day_fits(second_tuesday, TUESDAY)
    assert not day_fits(second_tuesday, date(2027, 3, 16))
    assert not day_fits(second_tuesday, date(2027, 3, 10))
    assert not day_fits(shut, TUESDAY)
    assert day_fits(of(), date(2027, 3, 10))
