"""Whether a message may leave by WhatsApp now."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.messaging.core.whatsapp_rules import (
    Bar,
    Case,
    Ruling,
    Way,
    is_window_open,
    rule,
    wait_for_room,
    who_must_leave,
)

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("case", "ruling"),
    [
        (Case(has_opt_in=False), Ruling(bar=Bar.NO_OPT_IN)),
        (Case(has_opt_in=False, last_inbound_at=NOW), Ruling(bar=Bar.NO_OPT_IN)),
        (Case(True, is_unreachable=True), Ruling(bar=Bar.UNREACHABLE)),
        (Case(True), Ruling(bar=Bar.NO_TEMPLATE)),
        (Case(True, last_inbound_at=NOW - 24 * HOUR), Ruling(bar=Bar.NO_TEMPLATE)),
        (Case(True, last_inbound_at=NOW - 23 * HOUR), Ruling(way=Way.TEXT)),
        (Case(True, has_template=True), Ruling(bar=Bar.NOT_APPROVED)),
        (Case(True, has_template=True, last_inbound_at=NOW), Ruling(way=Way.TEXT)),
        (Case(True, has_template=True, blanks=2, given=1), Ruling(bar=Bar.BLANKS)),
        (Case(True, has_template=True, blanks=2, given=2), Ruling(way=Way.TEMPLATE)),
        (Case(True, has_template=True, blanks=0), Ruling(way=Way.TEMPLATE)),
    ],
)
def test_rule_in_its_order(case, ruling):
    assert rule(case, now=NOW) == ruling


@pytest.mark.parametrize(
    ("before_s", "wait_s"), [(0, 10), (4, 6), (9, 1), (10, None), (60, None), (-5, None)]
)
def test_rule_keeps_ten_seconds_between_two_messages_to_a_person(before_s, wait_s):
    case = Case(
        True, has_template=True, blanks=0, last_outbound_at=NOW - timedelta(seconds=before_s)
    )

    ruling = rule(case, now=NOW)

    expected = Ruling(wait=timedelta(seconds=wait_s)) if wait_s else Ruling(way=Way.TEMPLATE)
    assert ruling == expected


def test_window_is_closed_for_who_never_wrote():
    assert is_window_open(None, now=NOW) is False


@pytest.mark.parametrize(
    ("counted", "limit", "place"),
    [(0, 250, None), (249, 250, None), (250, 250, 0), (260, 250, 10), (5, 0, 4), (0, 0, 0)],
)
def test_who_must_leave_makes_room(counted, limit, place):
    assert who_must_leave(counted, limit=limit) == place


@given(st.integers(0, 500), st.integers(1, 300))
def test_who_must_leave_leaves_exactly_one_place(counted, limit):
    place = who_must_leave(counted, limit=limit)

    still_there = counted if place is None else counted - (place + 1)
    assert still_there < limit
    assert place is None or still_there == limit - 1


def test_wait_for_room_ends_when_that_person_leaves_the_window():
    assert wait_for_room(NOW - 20 * HOUR, now=NOW) == 4 * HOUR
    assert wait_for_room(NOW - 24 * HOUR, now=NOW) == timedelta(minutes=10)
    assert wait_for_room(None, now=NOW) == 24 * HOUR
