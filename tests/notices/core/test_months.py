"""When digests leave, and what they cover."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from convoca.notices.core.months import Period, digest_period, is_digest_time, month_of

SANTIAGO = ZoneInfo("America/Santiago")


def at(day: int, hour: int, month: int = 3) -> datetime:
    return datetime(2027, month, day, hour, tzinfo=SANTIAGO)


@pytest.mark.parametrize(
    ("moment", "may"),
    [
        (at(1, 9), True),  # a Monday
        (at(5, 17), True),
        (at(1, 8), False),
        (at(1, 18), False),
        (at(6, 12), False),  # a Saturday
        (at(7, 12), False),
        (at(8, 12), False),
    ],
)
def test_digest_time_is_working_hours_of_the_first_week(moment, may):
    assert is_digest_time(moment.astimezone(UTC), zone=SANTIAGO) is may


@pytest.mark.parametrize("month", range(1, 13))
def test_digest_time_has_five_days_in_every_month(month):
    first = at(1, 12, month)

    days = [first + timedelta(days=n) for n in range(10)]

    assert sum(is_digest_time(day, zone=SANTIAGO) for day in days) == 5


def test_month_begins_by_the_clocks_of_the_zone():
    still_february = datetime(2027, 3, 1, 2, 0, tzinfo=UTC)

    assert month_of(still_february, zone=SANTIAGO) == date(2027, 2, 1)


@pytest.mark.parametrize(
    ("last", "start"),
    [(None, at(1, 0, 2)), (date(2027, 2, 1), at(1, 0, 2)), (date(2026, 11, 1), None)],
    ids=["first", "month before", "long ago"],
)
def test_digest_covers_all_since_the_one_before_until_the_month_begins(last, start):
    period = digest_period(date(2027, 3, 1), last, zone=SANTIAGO)

    long_ago = datetime(2026, 11, 1, tzinfo=SANTIAGO)
    assert period == Period(start or long_ago, at(1, 0))


def test_first_digest_of_january_covers_december():
    period = digest_period(date(2027, 1, 1), None, zone=SANTIAGO)

    assert period.start == datetime(2026, 12, 1, tzinfo=SANTIAGO)


def test_period_holds_its_start_and_not_its_end():
    period = Period(at(1, 9), at(2, 9))

    assert [period.holds(at(1, 9)), period.holds(at(2, 9))] == [True, False]
