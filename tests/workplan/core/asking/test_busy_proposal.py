"""What a calendar proposes for a week and for days away."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from convoca.workplan.core.asking.busy import Span, propose
from convoca.workplan.core.problem.grid import ALWAYS, BLANK_DAY, fill_day

SANTIAGO = "America/Santiago"
MONDAY = date(2027, 3, 1)
FOUR_WEEKS = {"first": MONDAY, "last": MONDAY + timedelta(days=27)}


def span(day: int, start: int, end: int) -> Span:
    """Return a span of hours so many days after the first Monday."""
    midnight = datetime(2027, 3, 1, tzinfo=ZoneInfo(SANTIAGO)) + timedelta(days=day)
    return Span(midnight + timedelta(hours=start), midnight + timedelta(hours=end))


def changes(spans, weekly: str = ALWAYS, away=()) -> tuple[dict, tuple]:
    found = propose(spans, weekly=weekly, away=away, **FOUR_WEEKS)
    return {one.day: (one.busy, one.letters) for one in found.days}, found.absences


def test_hour_busy_in_half_of_the_weeks_becomes_no():
    spans = [span(0, 10, 12), span(14, 10, 11), span(1, 10, 11)]

    assert changes(spans) == ({0: ((10,), "ynyyyyyyy")}, ())


def test_hour_touched_by_minutes_is_busy():
    spans = [span(week * 7, 10, 11) for week in range(4)]
    shifted = [Span(one.start + timedelta(minutes=50), one.end) for one in spans]

    assert changes(shifted) == ({0: ((10,), "ynyyyyyyy")}, ())


def test_days_without_an_answer_are_filled_and_answers_stay():
    spans = [span(week * 7, 9, 10) for week in range(4)]

    days, _absences = changes(spans, BLANK_DAY + fill_day("m", "n") + BLANK_DAY * 3)

    assert days == {0: ((9,), "nyyyyyyyy"), **dict.fromkeys((2, 3, 4), ((), "y" * 9))}


def test_calendar_with_nothing_regular_fills_no_day():
    assert changes([span(0, 9, 10)], "") == ({}, ())


def test_days_off_are_an_absence_over_the_weekend_and_no_busy_week():
    assert changes([span(4, 0, 24), span(7, 0, 24)]) == (
        {},
        ((date(2027, 3, 5), date(2027, 3, 8)),),
    )


def test_a_weekday_taken_each_week_is_busy_and_no_absence():
    spans = [span(2 + 7 * week, 0, 24) for week in range(4)]

    assert changes(spans) == ({2: (tuple(range(9, 18)), "n" * 9)}, ())


def test_absence_of_weeks_leaves_the_hours_of_the_others():
    spans = [span(0, 0, 24 * 14), span(14, 9, 10), span(21, 9, 10)]

    assert changes(spans) == (
        {0: ((9,), "nyyyyyyyy")},
        ((date(2027, 3, 1), date(2027, 3, 12)),),
    )


def test_absence_told_already_is_not_proposed_again():
    assert changes([span(0, 0, 24)], away=[(MONDAY, MONDAY)]) == ({}, ())
