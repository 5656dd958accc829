"""When what comes round by the clock is due."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.foundation.rhythm import Rhythm

DAILY = Rhythm(timedelta(days=1), timedelta(hours=7, minutes=40))
NOON = datetime(2027, 4, 1, 12, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("rhythm", "moment", "expected"),
    [
        (Rhythm(timedelta(minutes=5)), "12:03:10", "12:05:00"),
        (Rhythm(timedelta(minutes=5)), "12:05:00", "12:10:00"),
        (Rhythm(timedelta(hours=1), timedelta(minutes=40)), "12:39:59", "12:40:00"),
        (DAILY, "07:39:00", "07:40:00"),
    ],
)
def test_next_after_is_the_first_later_moment_of_the_rhythm(rhythm, moment, expected):
    day = "2027-04-01T"

    found = rhythm.next_after(datetime.fromisoformat(f"{day}{moment}+00:00"))

    assert found == datetime.fromisoformat(f"{day}{expected}+00:00")


@given(moment=MOMENTS, seconds=st.integers(1, 200_000), at=st.integers(0, 86_400))
def test_next_after_is_later_by_a_period_at_most(moment, seconds, at):
    rhythm = Rhythm(timedelta(seconds=seconds), timedelta(seconds=at))

    assert timedelta() < rhythm.next_after(moment) - moment <= rhythm.period


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        (timedelta(days=-3), True),
        (timedelta(), True),
        (timedelta(minutes=1), False),
        (timedelta(days=1, hours=1), False),  # TIM-10: the clock went back by an hour
        (timedelta(days=3), True),  # it went back by days: else silent until it gets there
    ],
)
def test_is_due_bears_clocks_that_jump(ahead, expected):
    assert DAILY.is_due(NOON + ahead, NOON) == expected
