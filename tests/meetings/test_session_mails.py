from datetime import timedelta

import pytest

from convoca.convening.services import answer_invitation
from convoca.directory.models import ContactPoint, Municipality
from convoca.foundation.links import address_of, mark_of, reveal_links
from convoca.meetings.errors import (
    NobodyToTellError,
    SessionPastError,
    SessionStateError,
)
from convoca.meetings.models import Session
from convoca.meetings.services import (
    ANNOUNCEMENT,
    Mailing,
    announce_session,
    excuse_by_link,
    remind_session,
    send_test,
    undo_mailing,
)
from convoca.messaging.core.house_templates import SESSION
from convoca.messaging.errors import UndoTooLateError
from convoca.messaging.models import Message
from tests.factories.convening import make_accepted_cycle
from tests.factories.directory import make_user
from tests.factories.meetings import (
    AFTER,
    BEFORE,
    CALL,
    START,
    mails,
    make_session,
    participants,
)
from tests.factories.whatsapp import reach_by_whatsapp
from tests.meetings.reading import event_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def user(session):
    return make_user(session.cycle.community.association)


def test_announce_session_writes_once_to_each_person_and_marks_it(session, user):
    mailing = announce_session(session=session, user=user, now=BEFORE)

    session.refresh_from_db()
    sent = mails(session, "session-announce")
    assert (mailing, session.state) == (Mailing(3, 0), Session.State.ANNOUNCED)
    assert [message.to_address for message in sent] == [
        f"directora{n:03}@comuna.cl" for n in range(3)
    ]
    assert {(message.not_after, message.next_try_at) for message in sent} == {
        (START, BEFORE + timedelta(seconds=30))
    }


def test_announce_session_mail_says_when_where_and_holds_a_mark_of_the_personal_page(session, user):
    announce_session(session=session, user=user, now=BEFORE)

    message = mails(session, "session-announce")[0]
    link = participants(session.cycle)[0].participant.links.get(purpose="session")
    assert message.subject == "Sesión 1: Tema 1 · martes 9 de marzo"
    assert f"\n{mark_of(link.reference)}\n" in message.body
    assert "martes 9 de marzo, 10:00 (hora de Chile continental)" in message.body
    assert f"Videollamada: {CALL}" in message.body


def test_announce_session_calendar_part_has_this_person_as_only_guest_and_the_address_whole(
    session, user
):
    announce_session(session=session, user=user, now=BEFORE)

    message = mails(session, "session-announce")[1]
    method, event = event_of(message)
    link = participants(session.cycle)[1].participant.links.get(purpose="session")
    assert (method, message.calendar_method) == ("REQUEST", "REQUEST")
    assert str(event["attendee"]) == "mailto:directora001@comuna.cl"
    assert (str(event["uid"]), event["sequence"]) == (session.uid, 0)
    assert (event["dtstart"].dt, event["dtend"].dt) == (START, START + timedelta(hours=1))
    assert str(event["description"]).splitlines()[-1] == address_of(link.reference)


@pytest.mark.parametrize(
    "base",
    [
        "http://127.0.0.1:8000",
        "https://comunidades-virtuales.amuch-municipal.cl",
        "https://" + "x" * 60 + ".cl",
    ],
)
def test_announce_session_calendar_lines_stay_short_once_the_address_is_written(
    session, user, settings, base
):
    settings.BASE_URL = base
    session.topic = "Ñ" * 100
    session.save()

    announce_session(session=session, user=user, now=BEFORE)

    text = reveal_links(mails(session, "session-announce")[0].calendar)
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert "\n" not in text.replace("\r\n", "")


def test_announce_session_in_another_zone_tells_own_hour_first_and_the_associations_too(
    session, user
):
    Municipality.objects.update(zone="Pacific/Easter")

    announce_session(session=session, user=user, now=BEFORE)

    body = mails(session, "session-announce")[0].body
    assert "Cuándo: martes 9 de marzo, 8:00 (hora de Rapa Nui)" in body
    assert "En AMUCH: martes 9 de marzo, 10:00 (hora de Chile continental)" in body


def test_announce_session_counts_who_has_no_address(session, user):
    person = participants(session.cycle)[0].participant
    ContactPoint.objects.filter(person=person, channel="email").delete()

    assert announce_session(session=session, user=user, now=BEFORE) == Mailing(2, 1)


def test_announce_session_again_writes_only_to_who_joined_since(session, user):
    announce_session(session=session, user=user, now=BEFORE)
    Message.objects.filter(to_address="directora002@comuna.cl", purpose="session-announce").delete()

    assert announce_session(session=session, user=user, now=BEFORE) == Mailing(1, 0)
    with pytest.raises(NobodyToTellError):
        announce_session(session=session, user=user, now=BEFORE)


def test_announce_session_once_over_is_refused(session, user):
    with pytest.raises(SessionPastError):
        announce_session(session=session, user=user, now=START)

    assert mails(session, "session-announce") == []


def test_announce_session_to_a_person_of_two_seats_is_one_mail_for_both(session, user):
    first, second, _third = participants(session.cycle)
    second.person = first.person
    second.save()

    assert announce_session(session=session, user=user, now=BEFORE) == Mailing(2, 0)
    assert ", por Comuna 000 y Comuna 001." in mails(session, "session-announce")[0].body


def test_remind_session_leaves_out_the_excused_and_ends_with_the_start(session, user):
    announce_session(session=session, user=user, now=BEFORE)
    first = participants(session.cycle)[0]
    excuse_by_link(
        session=session, person=first.participant, seats=[first.seat], reason="", now=BEFORE
    )

    assert remind_session(session=session, user=user, now=BEFORE) == Mailing(2, 0)
    assert [(one.to_address, one.not_after) for one in mails(session, "session-remind")] == [
        ("directora001@comuna.cl", START),
        ("directora002@comuna.cl", START),
    ]


def test_remind_session_twice_a_day_is_refused_and_next_day_is_not(session, user):
    announce_session(session=session, user=user, now=BEFORE)
    remind_session(session=session, user=user, now=BEFORE)

    with pytest.raises(NobodyToTellError):
        remind_session(session=session, user=user, now=BEFORE + timedelta(hours=1))
    assert remind_session(session=session, user=user, now=BEFORE + timedelta(days=1)) == Mailing(
        3, 0
    )


def test_remind_session_that_was_not_announced_or_began_is_refused(session, user):
    with pytest.raises(SessionStateError):
        remind_session(session=session, user=user, now=BEFORE)
    announced = make_session(session.cycle, 2, state=Session.State.ANNOUNCED)
    with pytest.raises(SessionPastError):
        remind_session(session=announced, user=user, now=AFTER)


def test_undo_mailing_in_time_lets_the_same_be_sent_later(session, user):
    announce_session(session=session, user=user, now=BEFORE)

    undone = undo_mailing(session=session, batch=BEFORE)

    session.refresh_from_db()
    assert (undone, session.state) == (3, Session.State.PLANNED)
    assert announce_session(session=session, user=user, now=BEFORE) == Mailing(3, 0)


def test_undo_mailing_of_what_left_is_refused(session, user):
    announce_session(session=session, user=user, now=BEFORE)
    Message.objects.update(state=Message.State.SENT)

    with pytest.raises(UndoTooLateError):
        undo_mailing(session=session, batch=BEFORE)
    session.refresh_from_db()
    assert session.state == Session.State.ANNOUNCED


def test_send_test_goes_to_who_asks_without_event_nor_anybodys_link(session, user):
    message = send_test(session=session, letter=ANNOUNCEMENT, user=user, now=BEFORE)

    assert (message.to_address, message.calendar, "{{enlace" in message.body) == (
        user.email,
        "",
        False,
    )
    assert message.subject.startswith("Prueba: Sesión 1")


def test_send_test_of_a_cycle_without_participants_is_refused(session, user):
    session.cycle.invitations.update(answer="no")

    with pytest.raises(NobodyToTellError):
        send_test(session=session, letter=ANNOUNCEMENT, user=user, now=BEFORE)


def test_undo_mailing_of_a_reminder_leaves_the_session_announced(session, user):
    announce_session(session=session, user=user, now=BEFORE)
    later = BEFORE + timedelta(hours=1)
    remind_session(session=session, user=user, now=later)

    undone = undo_mailing(session=session, batch=later)

    session.refresh_from_db()
    assert (undone, session.state) == (3, Session.State.ANNOUNCED)
    assert {one.state for one in mails(session, "session-announce")} == {"queued"}


def test_announce_session_without_call_nor_expert_says_where_the_link_will_be(session, user):
    session.video_url = session.expert_name = ""
    session.save()

    announce_session(session=session, user=user, now=BEFORE)

    message = mails(session, "session-announce")[0]
    assert "estará en su página personal antes de la sesión." in message.body
    assert "location" not in event_of(message)[1]


@pytest.mark.parametrize("seats", [3, 30])
def test_announce_and_remind_ask_the_database_as_often_for_many(
    seats, django_assert_max_num_queries
):
    session = make_session(make_accepted_cycle(seats))
    user = make_user(session.cycle.community.association)

    with django_assert_max_num_queries(19):
        announced = announce_session(session=session, user=user, now=BEFORE)
    with django_assert_max_num_queries(17):
        reminded = remind_session(session=session, user=user, now=BEFORE + timedelta(hours=1))

    assert (announced, reminded) == (Mailing(seats, 0), Mailing(seats, 0))


def test_announcement_that_waits_does_not_leave_for_who_takes_back_the_yes(session, user):
    announce_session(session=session, user=user, now=BEFORE)
    first = participants(session.cycle)[0]

    answer_invitation(invitation=first, answer="no", via="staff", now=BEFORE)
    states = [one.state for one in mails(session, "session-announce")]
    answer_invitation(invitation=first, answer="yes", via="staff", now=BEFORE)

    assert states == ["cancelled", "queued", "queued"]
    assert announce_session(session=session, user=user, now=BEFORE) == Mailing(1, 0)


def test_undo_mailing_leaves_what_was_sent_at_another_moment(session, user):
    announce_session(session=session, user=user, now=BEFORE)

    with pytest.raises(UndoTooLateError):
        undo_mailing(session=session, batch=BEFORE + timedelta(seconds=1))

    assert {one.state for one in mails(session, "session-announce")} == {"queued"}


def test_remind_session_reaches_who_agreed_by_whatsapp_and_announcing_stays_a_mail(
    session, user, settings
):
    ana = participants(session.cycle)[0].participant
    reach_by_whatsapp(settings, ana, SESSION)
    announce_session(session=session, user=user, now=BEFORE)

    remind_session(session=session, user=user, now=BEFORE)

    def channels(purpose: str) -> list[str]:
        return [one.channel for one in mails(session, purpose)]

    assert channels("session-announce") == ["email"] * 3
    assert sorted(channels("session-remind")) == ["email", "email", "whatsapp"]
    short = Message.objects.get(purpose="session-remind", channel="whatsapp")
    assert short.parameters[2] == short.subject
