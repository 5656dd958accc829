"""The rules of a campaign."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.outreach.core.campaign import Channel, End, Limits, Recipient, Send, Wait, next_move
from convoca.outreach.core.hours import Place

SANTIAGO, EASTER = ZoneInfo("America/Santiago"), ZoneInfo("Pacific/Easter")
NOW = datetime(2027, 1, 7, 13, 30, tzinfo=UTC)  # Thursday 10:30 in Santiago
DAY = timedelta(days=1)
ALL = frozenset(Channel)
WAVES = [Channel.EMAIL, Channel.PHONE, Channel.LETTER]
FRESH = Recipient(Place(SANTIAGO), ALL, contacted_at=NOW - 10 * DAY)
LIMITS = Limits(gap_days=3, most_contacts=4)


def move(recipient: Recipient, *, waves=WAVES, now=NOW):
    return next_move(recipient, waves, now=now, limits=LIMITS)


@pytest.mark.parametrize(
    ("recipient", "expected"),
    [
        (FRESH, Send(0)),
        (replace(FRESH, waves_done=1), Send(1)),
        (replace(FRESH, contacted_at=None), Send(0)),
        (replace(FRESH, channels=frozenset({Channel.LETTER})), Send(2)),
        (replace(FRESH, channels=frozenset()), End.ALL_WAVES),
        (replace(FRESH, waves_done=3), End.ALL_WAVES),
        (replace(FRESH, contacts=4), End.MOST_CONTACTS),
        (replace(FRESH, answered=True, opted_out=True), End.ANSWERED),
        (replace(FRESH, opted_out=True, changed=True), End.OPTED_OUT),
        (replace(FRESH, changed=True, bounced=True), End.CHANGED),
        (replace(FRESH, bounced=True), End.BOUNCED),
    ],
)
def test_what_a_campaign_does_with_a_person(recipient, expected):
    assert move(recipient) == expected


def test_gap_is_in_working_days_and_ends_when_the_office_opens():
    on_thursday = replace(FRESH, contacted_at=NOW)

    assert move(on_thursday) == Wait(datetime(2027, 1, 12, 9, 0, tzinfo=SANTIAGO))


def test_holidays_of_the_place_lengthen_the_gap():
    closed = Place(SANTIAGO, {date(2027, 1, 11)})
    waiting = move(replace(FRESH, place=closed, contacted_at=NOW))

    assert waiting == Wait(datetime(2027, 1, 13, 9, 0, tzinfo=SANTIAGO))


def test_easter_island_waits_until_it_is_nine_there():
    at_nine = datetime(2027, 1, 7, 9, 0, tzinfo=SANTIAGO)

    waiting = move(replace(FRESH, place=Place(EASTER)), now=at_nine)

    assert waiting == Wait(datetime(2027, 1, 7, 9, 0, tzinfo=EASTER))


def test_campaign_without_waves_is_over():
    assert move(FRESH, waves=[]) is End.ALL_WAVES


@given(
    hours=st.integers(0, 24 * 30),
    ago=st.integers(0, 24 * 10),
    done=st.integers(0, 3),
    contacts=st.integers(0, 5),
)
def test_nobody_is_reached_for_outside_hours_too_soon_or_too_often(hours, ago, done, contacts):
    now = NOW + timedelta(hours=hours)
    contacted_at = now - timedelta(hours=ago)
    recipient = replace(
        FRESH, waves_done=done, contacts=contacts, contacted_at=contacted_at
    )  # fmt: skip

    found = move(recipient, now=now)

    if isinstance(found, Send):
        place = recipient.place
        rested = place.add_working_days(place.today(contacted_at), LIMITS.gap_days)
        assert place.is_open(now) and place.today(now) >= rested
        assert contacts < LIMITS.most_contacts and found.wave == done
    if isinstance(found, Wait):
        assert found.until > now
        assert isinstance(move(recipient, now=found.until), Send)
