"""The calendar of the story."""

from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from convoca.rehearsal.core.dates import CycleCalendar, calendar_of

ZONE = ZoneInfo("America/Santiago")
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@given(today=DAYS, cycles=st.integers(1, 5))
def test_last_cycle_is_over_by_today_and_its_links_still_open(today, cycles):
    last = calendar_of(cycles, cycles=cycles, today=today, zone=ZONE)

    plan_ends = last.plan_from + timedelta(weeks=9)
    assert last.begins_on + timedelta(days=133) <= today
    assert today < plan_ends + timedelta(days=14)


@given(today=DAYS, cycles=st.integers(2, 5))
def test_cycles_begin_on_mondays_one_after_the_other(today, cycles):
    begun = [
        calendar_of(number, cycles=cycles, today=today, zone=ZONE).begins_on
        for number in range(1, cycles + 1)
    ]

    assert {day.weekday() for day in begun} == {0}
    assert {later - earlier for earlier, later in pairwise(begun)} == {timedelta(weeks=20)}


def test_contacts_come_before_the_deadline():
    calendar = CycleCalendar(date(2027, 3, 1), ZONE)

    assert list(calendar.contacts) == sorted(calendar.contacts)
    assert len(calendar.contacts) == 5
    assert calendar.contacts[-1] < calendar.answer_by < calendar.at(26)
