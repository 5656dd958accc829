"""Answers of calendar programs, in the forms they come in."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convoca.messaging.core.mails import parse_mail
from convoca.messaging.core.replies import FIRST, CalendarReply, read_calendar_reply
from tests.factories.calendars import REPLY_TO, make_reply

STAMP = datetime(2027, 3, 2, 12, 0, tzinfo=UTC)


def read(**changes: str) -> CalendarReply | None:
    return read_calendar_reply(parse_mail(make_reply(**changes)))


def test_read_calendar_reply_gives_what_was_pressed():
    assert read(partstat="DECLINED", comment="Tengo concejo") == CalendarReply(
        uid=REPLY_TO,
        attendee="ana@comuna.cl",
        answer="declined",
        sequence=0,
        stamped_at=STAMP,
        is_delegated=False,
        comment="Tengo concejo",
    )


@pytest.mark.parametrize(
    ("pressed", "answer"),
    [
        ("ACCEPTED", "accepted"),
        ("declined", "declined"),
        ("TENTATIVE", "tentative"),
        ("X-NO", "other"),
    ],
)
def test_read_calendar_reply_knows_the_answers(pressed, answer):
    assert read(partstat=pressed).answer == answer


@pytest.mark.parametrize(
    ("changes", "delegated"),
    [
        ({}, False),
        ({"sender": "ANA@Comuna.cl"}, False),
        ({"attendee": "MAILTO:Ana@comuna.cl"}, False),
        ({"sender": "secretaria@comuna.cl"}, True),
        ({"partstat": "DELEGATED"}, True),
        ({"more": ';DELEGATED-TO="mailto:otro@comuna.cl"'}, True),
        ({"more": ';DELEGATED-FROM="mailto:jefa@comuna.cl"'}, True),
        ({"more": ';SENT-BY="mailto:secretaria@comuna.cl"'}, True),
    ],
)
def test_read_calendar_reply_tells_who_answers_for_another(changes, delegated):
    assert read(**changes).is_delegated is delegated


@pytest.mark.parametrize(
    ("changes", "order"),
    [
        ({"sequence": "2"}, (2, STAMP)),
        ({"sequence": "dos"}, (0, STAMP)),
        ({"sequence": ""}, (0, STAMP)),
        ({"stamp": ""}, (0, FIRST)),
        ({"stamp": "20270302T120000"}, (0, STAMP)),
        ({"stamp": "20270302"}, (0, FIRST)),
    ],
)
def test_read_calendar_reply_orders_what_programs_leave_out_as_first(changes, order):
    assert read(**changes).order == order


@pytest.mark.parametrize(
    "changes",
    [{"method": "REQUEST"}, {"uid": ""}, {"attendee": ""}, {"kind": "text/plain"}, {"end": ""}],
)
def test_read_calendar_reply_of_anything_else_is_none(changes):
    assert read(**changes) is None


def test_read_calendar_reply_with_two_guests_is_none():
    second = "\r\nATTENDEE:mailto:otra@comuna.cl"

    assert read(attendee=f"mailto:ana@comuna.cl{second}") is None


@given(st.text(max_size=300))
def test_read_calendar_reply_of_any_text_raises_nothing(text):
    mail = parse_mail(b"Content-Type: text/calendar; method=REPLY\n\n" + text.encode("utf-8"))

    assert read_calendar_reply(mail) is None
