from datetime import timedelta

import pytest

from convoca.convening.services import DeputyInput, answer_invitation
from convoca.meetings.jobs import look_at_answers, sweep_answers
from convoca.meetings.models import Session
from convoca.meetings.services import (
    Mailing,
    announce_session,
    cancel_session,
    change_session,
    follow_answers,
    undo_mailing,
)
from convoca.messaging.models import Message
from tests.factories.directory import make_user
from tests.factories.meetings import (
    AFTER,
    BEFORE,
    CALL,
    START,
    farewells,
    let_mails_leave,
    mails,
    make_session,
    participants,
)
from tests.meetings.reading import event_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def user(session):
    return make_user(session.cycle.community.association)


@pytest.fixture
def announced(session, user):
    """The session, once its three guests have it in their calendars."""
    announce_session(session=session, user=user, now=BEFORE)
    let_mails_leave(session)
    return session


def answer(invitation, given, **more):
    return answer_invitation(invitation=invitation, answer=given, via="staff", now=BEFORE, **more)


def test_follow_answers_takes_the_session_out_of_the_calendar_of_who_declined(announced):
    answer(participants(announced.cycle)[1], "no")

    assert follow_answers(now=BEFORE) == 1

    (letter,) = farewells(announced)
    method, event = event_of(letter)
    assert (letter.to_address, letter.state) == ("directora001@comuna.cl", "queued")
    assert (method, letter.calendar_method, str(event["status"])) == (
        "CANCEL",
        "CANCEL",
        "CANCELLED",
    )
    assert (str(event["uid"]), event["sequence"], str(event["attendee"])) == (
        announced.uid,
        1,
        "mailto:directora001@comuna.cl",
    )


def test_follow_answers_writes_who_it_is_why_and_no_personal_link(announced):
    answer(participants(announced.cycle)[1], "no")

    follow_answers(now=BEFORE)

    letter = farewells(announced)[0]
    assert letter.subject == "La sesión 1 del martes 9 de marzo sale de su calendario"
    assert "ya no figura entre quienes participan" in letter.body
    assert [word for word in ("{{enlace", "página personal") if word in letter.body] == []
    assert "personal" not in letter.calendar


def test_follow_answers_twice_writes_once(announced):
    answer(participants(announced.cycle)[0], "no")

    assert [follow_answers(now=BEFORE) for _again in range(2)] == [1, 0]
    assert len(farewells(announced)) == 1


def test_follow_answers_when_somebody_else_goes_takes_leave_of_the_first_alone(announced, user):
    deputy = DeputyInput("Diego Deputado", "diego@comuna.cl")
    answer(participants(announced.cycle)[0], "deputy", deputy=deputy)

    follow_answers(now=BEFORE)

    assert [one.to_address for one in farewells(announced)] == ["directora000@comuna.cl"]
    assert announce_session(session=announced, user=user, now=BEFORE) == Mailing(1, 0)
    assert mails(announced, "session-announce")[-1].to_address == "diego@comuna.cl"


def test_follow_answers_writes_nothing_to_who_was_never_told(session, user):
    announce_session(session=session, user=user, now=BEFORE)
    waiting, failed, _stays = participants(session.cycle)
    Message.objects.filter(to_address="directora001@comuna.cl", purpose="session-announce").update(
        state=Message.State.FAILED
    )
    answer(waiting, "no")
    answer(failed, "no")

    assert follow_answers(now=BEFORE) == 0
    assert farewells(session) == []


@pytest.mark.parametrize("state", ["uncertain", "leased"])
def test_follow_answers_writes_to_who_may_have_been_told(announced, state):
    Message.objects.filter(purpose="session-announce").update(state=state)
    answer(participants(announced.cycle)[0], "no")

    assert follow_answers(now=BEFORE) == 1


def test_follow_answers_leaves_sessions_that_are_over_or_off(announced):
    answer(participants(announced.cycle)[0], "no")

    assert follow_answers(now=AFTER) == 0
    Session.objects.update(state=Session.State.CANCELLED)
    assert follow_answers(now=BEFORE) == 0


def test_follow_answers_writes_one_letter_for_each_session_to_come(announced, user):
    second = make_session(announced.cycle, 2, wall="2027-03-23T11:00")
    announce_session(session=second, user=user, now=BEFORE)
    let_mails_leave(second)
    answer(participants(announced.cycle)[0], "no")

    assert follow_answers(now=BEFORE) == 2
    assert [len(farewells(one)) for one in (announced, second)] == [1, 1]


def test_who_comes_back_is_announced_again_ahead_of_the_cancellation(announced, user):
    first = participants(announced.cycle)[0]
    answer(first, "no")
    follow_answers(now=BEFORE)
    answer(first, "yes")

    again = announce_session(session=announced, user=user, now=BEFORE)

    letter = mails(announced, "session-announce")[-1]
    assert again == Mailing(1, 0)
    assert (letter.to_address, event_of(letter)[1]["sequence"]) == ("directora000@comuna.cl", 2)


def test_sequence_of_who_left_twice_never_falls(announced, user):
    first = participants(announced.cycle)[0]
    for given in ("no", "yes", "no"):
        answer(first, given)
        follow_answers(now=BEFORE)
        if given == "yes":
            announce_session(session=announced, user=user, now=BEFORE)
            let_mails_leave(announced)
            change_session(
                session=announced,
                video_url=CALL,
                wall_start="2027-03-10T10:00",
                topic="Otro",
                user=user,
                now=BEFORE,
            )
            let_mails_leave(announced)

    about_first = Message.objects.filter(to_address="directora000@comuna.cl").exclude(calendar="")
    told = [event_of(one) for one in about_first.order_by("pk")]
    assert [(method, event["sequence"]) for method, event in told] == [
        ("REQUEST", 0),
        ("CANCEL", 1),
        ("REQUEST", 2),
        ("REQUEST", 3),
        ("CANCEL", 4),
    ]


def test_farewell_that_waits_leaves_though_the_session_changes(announced, user):
    answer(participants(announced.cycle)[0], "no")
    follow_answers(now=BEFORE)

    cancel_session(session=announced, user=user, now=BEFORE)

    assert [one.state for one in farewells(announced)] == ["queued"]
    assert len(mails(announced, "session-cancel")) == 2


def test_undo_mailing_of_a_later_announcement_leaves_the_session_announced(announced, user):
    first = participants(announced.cycle)[0]
    answer(first, "no")
    follow_answers(now=BEFORE)
    answer(first, "yes")
    later = BEFORE + timedelta(hours=1)
    announce_session(session=announced, user=user, now=later)

    undo_mailing(session=announced, batch=later)

    announced.refresh_from_db()
    assert announced.state == Session.State.ANNOUNCED


@pytest.mark.parametrize("job", [look_at_answers, sweep_answers])
def test_jobs_look_at_the_answers(announced, job):
    answer(participants(announced.cycle)[0], "no")

    job()

    assert len(farewells(announced)) == 1
    assert announced.starts_at == START


def test_follow_answers_asks_little_where_nobody_left(announced, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        assert follow_answers(now=BEFORE) == 0
