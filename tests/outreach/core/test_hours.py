"""When somebody may be contacted."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.outreach.core.hours import OFFICE, Part, Place

SANTIAGO = ZoneInfo("America/Santiago")
EASTER = ZoneInfo("Pacific/Easter")
EPIPHANY = date(2027, 1, 6)  # a Wednesday
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2029, 12, 31)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)
ZONES = st.sampled_from([SANTIAGO, EASTER, ZoneInfo("America/Punta_Arenas")])
HOLIDAYS = st.frozensets(st.dates(date(2026, 1, 1), date(2029, 12, 31)), max_size=8)


@pytest.mark.parametrize(
    ("zone", "wall", "is_open"),
    [
        (SANTIAGO, datetime(2027, 1, 7, 9, 0), True),
        (SANTIAGO, datetime(2027, 1, 7, 8, 59), False),
        (SANTIAGO, datetime(2027, 1, 7, 17, 29), True),
        (SANTIAGO, datetime(2027, 1, 7, 17, 30), False),
        (SANTIAGO, datetime(2027, 1, 9, 11, 0), False),
        (SANTIAGO, datetime(2027, 1, 6, 11, 0), False),
        (EASTER, datetime(2027, 1, 7, 9, 0), True),
    ],
)
def test_office_is_open_on_working_days_in_its_hours(zone, wall, is_open):
    place = Place(zone, {EPIPHANY})

    assert place.is_open(wall.replace(tzinfo=zone)) is is_open


def test_nobody_in_easter_island_is_called_when_it_is_seven_there():
    nine_in_santiago = datetime(2027, 1, 7, 9, 0, tzinfo=SANTIAGO)

    assert Place(SANTIAGO).is_open(nine_in_santiago)
    assert not Place(EASTER).is_open(nine_in_santiago)
    opens = Place(EASTER).next_opening(nine_in_santiago)
    assert opens == datetime(2027, 1, 7, 9, 0, tzinfo=EASTER)


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        (date(2027, 1, 5), 1, date(2027, 1, 7)),  # over the holiday
        (date(2027, 1, 8), 1, date(2027, 1, 11)),  # over the week-end
        (date(2027, 1, 9), 0, date(2027, 1, 11)),
        (date(2027, 1, 5), 0, date(2027, 1, 5)),
        (date(2027, 1, 4), 4, date(2027, 1, 11)),
    ],
)
def test_working_days_skip_week_ends_and_holidays(day, count, found):
    assert Place(SANTIAGO, {EPIPHANY}).add_working_days(day, count) == found


def test_a_day_before_cannot_be_asked_for():
    with pytest.raises(ValueError, match="-1 working days"):
        Place(SANTIAGO).add_working_days(date(2027, 1, 5), -1)


def test_a_calendar_without_working_days_is_wrong():
    closed = {date(2027, 1, 1) + timedelta(days=ahead) for ahead in range(90)}

    with pytest.raises(ValueError, match="no working day"):
        Place(SANTIAGO, closed).next_opening(datetime(2027, 1, 1, tzinfo=UTC))


def test_the_other_half_of_the_day():
    assert [part.other for part in Part] == [Part.AFTERNOON, Part.MORNING]
    assert [OFFICE.part_at(time(13, 59)), OFFICE.part_at(time(14))] == list(Part)


@given(now=MOMENTS, zone=ZONES, holidays=HOLIDAYS)
def test_next_opening_is_open_and_not_before_now(now, zone, holidays):
    place = Place(zone, holidays)

    opens = place.next_opening(now)

    assert opens >= now
    assert place.is_open(opens)
    assert place.next_opening(opens) == opens


@given(now=MOMENTS, zone=ZONES, holidays=HOLIDAYS, count=st.integers(0, 20))
def test_added_days_are_working_days_in_order(now, zone, holidays, count):
    place = Place(zone, holidays)
    day = place.today(now)

    found = place.add_working_days(day, count)

    assert place.is_working_day(found)
    passed = (found - day).days
    between = sum(place.is_working_day(day + timedelta(days=n)) for n in range(1, passed + 1))
    assert between == count or (count == 0 and between <= 1)
