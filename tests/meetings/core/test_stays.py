"""Minutes in a call: the union of stays, whatever their order, devices and reconnections."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.meetings.core.stays import Stay, count_minutes, read_stay

START = datetime(2026, 11, 23, 10)


def stay(begin: int, end: int) -> Stay:
    return Stay(START + timedelta(minutes=begin), START + timedelta(minutes=end))


stays = st.lists(
    st.tuples(st.integers(0, 120), st.integers(0, 120)).map(lambda pair: stay(*sorted(pair))),
    max_size=8,
)


@given(stays)
def test_count_minutes_is_the_number_of_minutes_that_some_stay_covers(given_stays):
    minutes = [START + timedelta(minutes=n) for n in range(121)]
    covered = [at for at in minutes if any(s.joined_at <= at < s.left_at for s in given_stays)]

    assert count_minutes(given_stays) == len(covered)


@given(stays, st.randoms())
def test_count_minutes_does_not_depend_on_order_or_repetition(given_stays, chance):
    again = [*given_stays, *given_stays]
    chance.shuffle(again)

    assert count_minutes(again) == count_minutes(given_stays)


def test_count_minutes_of_a_phone_and_a_laptop_at_once_is_the_union():
    assert count_minutes([stay(0, 40), stay(30, 60), stay(10, 20)]) == 60
    assert count_minutes([]) == 0


@pytest.mark.parametrize(
    ("joined", "left", "minutes"),
    [
        ("11/23/2026 10:58:03 AM", "11/23/2026 12:03:03 PM", 65),
        ("23/11/2026 22:58:03", "23/11/2026 23:58:03", 60),
        ("23-11-2026 10:58 a. m.", "23-11-2026 01:03 p. m.", 125),
        ("2026-11-23 23:50:00", "2026-11-24 00:20:00", 30),
        ("11/12/2026 12:10:00 AM", "11/12/2026 12:40:59 AM", 30),
    ],
)
def test_read_stay_reads_the_forms_of_zoom(joined, left, minutes):
    assert count_minutes([read_stay(joined, left)]) == minutes


@pytest.mark.parametrize(
    ("joined", "left"),
    [
        ("", ""),
        ("ayer", "hoy"),
        ("31/31/2026 10:00", "31/31/2026 11:00"),
        ("23/11/2026 25:00", "23/11/2026 26:00"),
        ("23/11/2026 11:00", "23/11/2026 10:00"),
        ("23/11/20261 10:00", "23/11/20261 11:00"),
    ],
)
def test_read_stay_of_what_is_no_stay_is_nothing(joined, left):
    assert read_stay(joined, left) is None
