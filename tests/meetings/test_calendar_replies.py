"""Yes and No pressed in a calendar program."""

from datetime import datetime, timedelta

import pytest

from convoca.directory.queries import email_of
from convoca.meetings.models import Attendance, CalendarPress, Session
from convoca.meetings.queries import list_guests
from convoca.meetings.services import (
    apply_calendar_reply,
    excuse_by_link,
    withdraw_excuse_by_link,
)
from convoca.messaging.services.mails import apply_mail
from tests.factories.calendars import make_reply
from tests.factories.meetings import BEFORE, START, make_announced_cycle, seats_of_cycle

pytestmark = pytest.mark.django_db
NO = "Respondió que no desde su calendario."


@pytest.fixture
def session() -> Session:
    return make_announced_cycle(2)


def press(session: Session, partstat: str, *, at: datetime = BEFORE, **changes) -> bool:
    """Let the first guest press a button at a moment; the mail arrives at once."""
    email = email_of(list_guests(session.cycle)[0].person)
    values = {
        "uid": session.uid,
        "attendee": f"mailto:{email}",
        "sender": email,
        "stamp": f"{at:%Y%m%dT%H%M%SZ}",
    }
    content = make_reply(partstat=partstat, **(values | changes))
    return apply_calendar_reply(content, received_at=changes.get("now") or at)


def recorded(session: Session) -> list[tuple[str, str, str]]:
    return list(session.attendances.values_list("presence", "source", "reason"))


def test_no_is_a_notice_of_absence_for_that_session(session):
    used = press(session, "DECLINED")

    assert (used, recorded(session)) == (True, [("excused", "calendar", NO)])


def test_no_with_a_comment_keeps_it(session):
    press(session, "DECLINED", comment="Hay concejo")

    assert recorded(session) == [("excused", "calendar", "No, desde su calendario: Hay concejo")]


def test_yes_takes_an_absence_back(session):
    press(session, "DECLINED")

    press(session, "ACCEPTED", at=BEFORE + timedelta(minutes=1))

    assert recorded(session) == []


@pytest.mark.parametrize("answer", ["ACCEPTED", "TENTATIVE", "X-OTRA"])
def test_other_answers_record_no_absence(session, answer):
    used = press(session, answer)

    assert (used, recorded(session)) == (True, [])
    assert CalendarPress.objects.get().answer == ("other" if "X" in answer else answer.lower())


def test_older_press_that_arrives_late_changes_nothing(session):
    press(session, "ACCEPTED", at=BEFORE + timedelta(minutes=1))

    used = press(session, "DECLINED", at=BEFORE)

    assert (used, recorded(session)) == (True, [])


def test_same_press_again_changes_nothing(session):
    press(session, "DECLINED")
    withdraw_excuse_by_link(session=session, seats=seats_of_cycle(session.cycle)[:1], now=BEFORE)

    press(session, "DECLINED")

    assert recorded(session) == []


def test_press_before_what_the_link_said_changes_nothing(session):
    guest = list_guests(session.cycle)[0]
    excuse_by_link(
        session=session,
        person=guest.person,
        seats=guest.seats,
        reason="Viaje",
        now=BEFORE + timedelta(hours=1),
    )

    press(session, "ACCEPTED")

    assert recorded(session) == [("excused", "link", "Viaje")]


def test_answer_to_the_event_as_it_was_changes_nothing(session):
    Session.objects.update(sequence=1)

    used = press(session, "DECLINED", sequence="0")
    before = recorded(session)
    press(session, "DECLINED", sequence="1")

    assert (used, before, recorded(session)) == (True, [], [("excused", "calendar", NO)])


@pytest.mark.parametrize(
    "changes",
    [
        {"uid": "otro@prueba.cl"},
        {"sender": "secretaria@comuna.cl"},
        {"attendee": "mailto:nadie@comuna.cl", "sender": "nadie@comuna.cl"},
        {"more": ';DELEGATED-TO="mailto:otra@comuna.cl"'},
    ],
)
def test_answer_that_nobody_can_be_sure_of_waits_for_a_person(session, changes):
    used = press(session, "DECLINED", **changes)

    assert (used, recorded(session), CalendarPress.objects.count()) == (False, [], 0)


def test_answer_from_a_shared_address_waits_for_a_person(session):
    first, second = list_guests(session.cycle)
    second.person.contacts.filter(channel="email").update(value=email_of(first.person))

    assert not press(session, "DECLINED")


def test_answer_after_the_session_is_only_noted(session):
    used = press(session, "DECLINED", at=START + timedelta(minutes=1))

    assert (used, recorded(session), CalendarPress.objects.count()) == (True, [], 1)


def test_mail_without_an_answer_is_of_no_use_here(session):
    assert not apply_calendar_reply(b"Subject: Hola\n\nVoy.", received_at=BEFORE)


def test_answer_of_a_calendar_is_left_to_the_sessions(session):
    assert not apply_mail(make_reply(uid=session.uid), received_at=BEFORE)
    assert Attendance.objects.count() == 0
