from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.meetings.core.clock import Instant, NoSuchTimeError, find_instant, wall_of

SANTIAGO = "America/Santiago"


def test_find_instant_in_summer_and_in_winter_keeps_the_local_hour():
    walls = ["2027-03-09T10:00", "2027-06-09T10:00"]

    instants = [find_instant(wall, SANTIAGO).at for wall in walls]

    assert instants == [
        datetime(2027, 3, 9, 13, tzinfo=UTC),
        datetime(2027, 6, 9, 14, tzinfo=UTC),
    ]


def test_find_instant_when_clock_jumps_over_it_refuses_and_suggests_the_next_valid_time():
    with pytest.raises(NoSuchTimeError) as refusal:
        find_instant("2027-09-05T00:30", SANTIAGO)

    assert (refusal.value.wall, refusal.value.suggestion) == (
        "2027-09-05T00:30",
        "2027-09-05T01:00",
    )


def test_find_instant_when_time_occurs_twice_takes_the_first_and_says_so():
    found = find_instant("2027-04-03T23:30", SANTIAGO)

    assert found == Instant(datetime(2027, 4, 4, 2, 30, tzinfo=UTC), happens_twice=True)


def test_find_instant_around_both_changes_happens_once():
    walls = ["2027-09-04T23:59", "2027-09-05T01:00", "2027-04-03T22:59", "2027-04-04T00:00"]

    assert [find_instant(wall, SANTIAGO).happens_twice for wall in walls] == [False] * 4


def test_find_instant_in_july_differs_by_zone_of_the_comuna():
    zones = [SANTIAGO, "America/Punta_Arenas", "America/Coyhaique", "Pacific/Easter"]
    moment = find_instant("2027-07-06T11:00", SANTIAGO).at

    walls = [wall_of(moment, zone) for zone in zones]

    assert walls == [
        "2027-07-06T11:00",
        "2027-07-06T12:00",
        "2027-07-06T12:00",
        "2027-07-06T09:00",
    ]


def test_wall_of_session_past_midnight_in_utc_keeps_the_local_date():
    found = find_instant("2027-07-06T21:00", SANTIAGO)

    assert (found.at.date().isoformat(), wall_of(found.at, SANTIAGO)) == (
        "2027-07-07",
        "2027-07-06T21:00",
    )


@pytest.mark.parametrize(
    "wall", ["2027-13-01T10:00", "2027-03-09 10:00", "2027-03-09T10:00-03:00", ""]
)
def test_find_instant_with_what_is_no_wall_time_is_refused(wall):
    with pytest.raises(ValueError):
        find_instant(wall, SANTIAGO)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)),
    st.sampled_from([SANTIAGO, "Pacific/Easter", "America/Coyhaique", "Europe/Madrid"]),
)
def test_find_instant_and_wall_of_undo_each_other(moment, zone):
    wall = moment.strftime("%Y-%m-%dT%H:%M")

    try:
        found = find_instant(wall, zone)
    except NoSuchTimeError as refusal:
        found = find_instant(refusal.suggestion, zone)
        wall = refusal.suggestion

    assert wall_of(found.at, zone) == wall
    assert found.at.astimezone(ZoneInfo(zone)).fold == 0
