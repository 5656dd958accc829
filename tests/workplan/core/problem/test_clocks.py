"""How clocks differ over weeks."""

from datetime import date
from zoneinfo import ZoneInfoNotFoundError

import pytest

from convoca.workplan.core.problem.clocks import ClockSpan, compare_clocks

SANTIAGO, AYSEN, EASTER = "America/Santiago", "America/Coyhaique", "Pacific/Easter"


def test_compare_clocks_splits_where_one_of_them_changes():
    spans = compare_clocks(AYSEN, SANTIAGO, first=date(2027, 3, 1), last=date(2027, 5, 30))

    assert spans == [
        ClockSpan(date(2027, 3, 1), date(2027, 4, 3), 0),
        ClockSpan(date(2027, 4, 4), date(2027, 5, 30), -60),
    ]


def test_compare_clocks_joins_when_both_change_the_same_night():
    spans = compare_clocks(EASTER, SANTIAGO, first=date(2027, 3, 1), last=date(2027, 5, 30))

    assert spans == [ClockSpan(date(2027, 3, 1), date(2027, 5, 30), 120)]


def test_compare_clocks_of_one_day_gives_one_span():
    day = date(2027, 7, 1)

    assert compare_clocks(SANTIAGO, AYSEN, first=day, last=day) == [ClockSpan(day, day, 60)]


def test_compare_clocks_of_no_days_gives_nothing():
    assert compare_clocks(SANTIAGO, AYSEN, first=date(2027, 7, 2), last=date(2027, 7, 1)) == []


def test_compare_clocks_with_an_unknown_zone_raises():
    with pytest.raises(ZoneInfoNotFoundError):
        compare_clocks("America/Atlantis", AYSEN, first=date(2027, 7, 1), last=date(2027, 7, 1))
