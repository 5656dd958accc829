from datetime import timedelta

import pytest

from convoca.convening.services import answer_invitation
from convoca.meetings.doctor import look_at_clocks as doctor_clocks
from convoca.meetings.errors import (
    NobodyToTellError,
    NothingChangedError,
    SessionPastError,
    SessionStateError,
    WallTimeError,
)
from convoca.meetings.jobs import look_at_clocks
from convoca.meetings.models import Attendance, Session
from convoca.meetings.services import (
    ClockChanges,
    Mailing,
    announce_session,
    cancel_session,
    change_session,
    excuse_by_link,
    follow_answers,
    follow_clock_changes,
    remind_session,
    tell_clock_change,
)
from convoca.messaging.models import Message
from convoca.messaging.services import deliver_due
from tests.factories.convening import make_accepted_cycle
from tests.factories.directory import make_coordinator, make_user
from tests.factories.meetings import (
    BEFORE,
    CALL,
    START,
    WALL,
    farewells,
    let_mails_leave,
    mails,
    make_session,
    participants,
)
from tests.meetings.reading import event_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def user(session):
    return make_user(session.cycle.community.association)


def change(session, user, **values):
    wanted = {"video_url": CALL, "wall_start": WALL, "topic": session.topic} | values
    return change_session(session=session, user=user, now=BEFORE, **wanted)


@pytest.fixture
def announced(session, user):
    """The session, once everybody has it in the calendar."""
    announce_session(session=session, user=user, now=BEFORE)
    let_mails_leave(session)
    session.refresh_from_db()
    return session


def decline(invitation, answer="no", **more):
    return answer_invitation(invitation=invitation, answer=answer, via="staff", now=BEFORE, **more)


def test_change_session_tells_again_with_next_sequence_and_stops_what_waited(announced, user):
    session = announced
    remind_session(session=session, user=user, now=BEFORE)

    done = change(session, user, wall_start="2027-03-10T11:00")

    session.refresh_from_db()
    message = mails(session, "session-change")[0]
    method, event = event_of(message)
    assert (done.told, done.happens_twice, session.wall_start) == (3, False, "2027-03-10T11:00")
    assert (method, str(event["uid"]), event["sequence"]) == ("REQUEST", session.uid, 1)
    assert event["dtstart"].dt == START + timedelta(hours=25)
    assert {one.state for one in mails(session, "session-remind")} == {"cancelled"}


def test_change_session_of_its_topic_leaves_it_where_another_moved_it_meanwhile(session, user):
    seen = Session.objects.get(pk=session.pk)
    change(session, user, wall_start="2027-03-10T11:00")

    change_session(session=seen, video_url=CALL, topic="Otro", user=user, now=BEFORE)

    session.refresh_from_db()
    assert (session.topic, session.wall_start) == ("Otro", "2027-03-10T11:00")


def test_change_session_before_the_announcement_left_announces_it_as_it_is_now(session, user):
    announce_session(session=session, user=user, now=BEFORE)

    done = change(session, user, wall_start="2027-03-10T11:00")

    session.refresh_from_db()
    announced = mails(session, "session-announce")
    assert (done.told, mails(session, "session-change")) == (3, [])
    assert [one.state for one in announced] == ["cancelled"] * 3 + ["queued"] * 3
    assert event_of(announced[-1])[1]["dtstart"].dt == START + timedelta(hours=25)


def test_change_session_leaves_out_who_joined_since_and_was_never_told(announced, user):
    late = decline(participants(announced.cycle)[0])
    follow_answers(now=BEFORE)
    stranger = participants(announced.cycle)[0]
    Message.objects.filter(to_address=stranger.person.contacts.get(channel="email").value).delete()

    done = change(announced, user, topic="Otro")

    assert late.is_accepted is False
    assert (done.told, [one.to_address for one in mails(announced, "session-change")]) == (
        1,
        ["directora002@comuna.cl"],
    )


def test_change_session_before_it_was_announced_tells_nobody(session, user):
    done = change(session, user, topic="Otro tema")

    session.refresh_from_db()
    assert (done.told, session.topic, session.sequence, session.state) == (
        0,
        "Otro tema",
        0,
        "planned",
    )


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({}, NothingChangedError),
        ({"wall_start": "2027-09-05T00:30"}, WallTimeError),
        ({"wall_start": "2027-02-01T10:00"}, SessionPastError),
    ],
)
def test_change_session_that_cannot_be_changes_nothing(session, user, values, refusal):
    with pytest.raises(refusal):
        change(session, user, **values)

    session.refresh_from_db()
    assert (session.wall_start, session.starts_at, session.sequence) == (WALL, START, 0)


def test_change_session_into_an_hour_that_does_not_exist_names_the_next_one(session, user):
    with pytest.raises(WallTimeError) as refusal:
        change(session, user, wall_start="2027-09-05T00:30")

    assert "05-09-2027, 01:00" in refusal.value.user_message()


def test_change_session_into_an_hour_that_occurs_twice_takes_the_first_and_says_so(session, user):
    done = change(session, user, wall_start="2027-04-03T23:30")

    assert (done.happens_twice, done.session.starts_at.isoformat()) == (
        True,
        "2027-04-04T02:30:00+00:00",
    )


def test_cancel_session_takes_it_out_of_calendars_and_stops_what_waited(announced, user):
    remind_session(session=announced, user=user, now=BEFORE)

    mailing = cancel_session(session=announced, user=user, now=BEFORE)

    method, event = event_of(mails(announced, "session-cancel")[0])
    assert mailing == Mailing(3, 0)
    assert (method, str(event["status"]), event["sequence"], str(event["uid"])) == (
        "CANCEL",
        "CANCELLED",
        1,
        announced.uid,
    )
    assert {one.state for one in mails(announced, "session-remind")} == {"cancelled"}


def test_cancel_session_while_its_announcement_waits_writes_to_nobody(session, user):
    announce_session(session=session, user=user, now=BEFORE)

    assert cancel_session(session=session, user=user, now=BEFORE) == Mailing(0, 0)

    assert {one.state for one in mails(session, "session-announce")} == {"cancelled"}
    assert mails(session, "session-cancel") == []


def test_cancel_session_reaches_who_declined_a_moment_ago_too_and_each_once(announced, user):
    decline(participants(announced.cycle)[0])

    mailing = cancel_session(session=announced, user=user, now=BEFORE)

    told = farewells(announced) + mails(announced, "session-cancel")
    assert mailing == Mailing(2, 0)
    assert [one.to_address for one in told] == [f"directora{n:03}@comuna.cl" for n in range(3)]
    assert {event_of(one)[0] for one in told} == {"CANCEL"}


def test_cancel_session_that_nobody_knew_of_writes_to_nobody_and_only_once(session, user):
    assert cancel_session(session=session, user=user, now=BEFORE) == Mailing(0, 0)
    with pytest.raises(SessionStateError) as refusal:
        cancel_session(session=session, user=user, now=BEFORE)

    assert "cancelada" in refusal.value.user_message()


def change_the_law(session):
    """Let the stored instant be the one before a government changed the clock."""
    Session.objects.filter(pk=session.pk).update(starts_at=START + timedelta(hours=1))


def test_follow_clock_changes_moves_the_instant_and_leaves_telling_to_a_person(announced, user):
    change_the_law(announced)

    changes = follow_clock_changes(now=BEFORE)
    before = mails(announced, "session-change")
    mailing = tell_clock_change(session=announced, user=user, now=BEFORE)

    announced.refresh_from_db()
    assert (changes, before) == (ClockChanges([announced], [], []), [])
    assert (announced.starts_at, announced.sequence, mailing) == (START, 1, Mailing(3, 0))
    assert "Cambió el horario oficial" in mails(announced, "session-change")[0].body
    with pytest.raises(NobodyToTellError):
        tell_clock_change(session=announced, user=user, now=BEFORE)


def test_follow_clock_changes_tells_by_itself_after_a_day_or_when_it_is_soon(announced):
    change_the_law(announced)
    follow_clock_changes(now=BEFORE)

    same_day = follow_clock_changes(now=BEFORE + timedelta(hours=1))
    next_day = follow_clock_changes(now=BEFORE + timedelta(days=1))
    change_the_law(announced)
    soon = follow_clock_changes(now=START - timedelta(days=1))

    assert [one.told for one in (same_day, next_day, soon)] == [[], [announced], [announced]]
    announced.refresh_from_db()
    assert (announced.sequence, announced.clock_changed_at) == (2, None)


def test_follow_clock_changes_with_one_hour_that_is_gone_moves_the_others_and_names_it(session):
    gone = make_session(session.cycle, 2, starts_at=START)
    Session.objects.filter(pk=gone.pk).update(wall_start="2027-09-05T00:30")
    Session.objects.filter(pk=session.pk).update(starts_at=START + timedelta(hours=1))
    last = make_session(session.cycle, 3, starts_at=START + timedelta(hours=2))

    changes = follow_clock_changes(now=BEFORE)

    for one in (session, gone, last):
        one.refresh_from_db()
    assert changes == ClockChanges(moved=[session, last], impossible=[gone], told=[])
    assert [one.starts_at for one in (session, gone, last)] == [START] * 3


def test_excuses_stay_when_the_session_moves(announced, user):
    session = announced
    first = participants(session.cycle)[0]
    excuse_by_link(
        session=session, person=first.participant, seats=[first.seat], reason="Concejo", now=BEFORE
    )

    change(session, user, wall_start="2027-03-10T11:00")

    assert Attendance.objects.get(session=session).presence == "excused"
    assert len(mails(session, "session-change")) == 3


def test_follow_clock_changes_of_a_session_nobody_was_told_of_writes_to_nobody():
    session = make_session(make_accepted_cycle(1), starts_at=START + timedelta(hours=1))

    changes = follow_clock_changes(now=BEFORE)

    session.refresh_from_db()
    assert ([one.pk for one in changes.moved], session.starts_at, session.sequence) == (
        [session.pk],
        START,
        0,
    )
    assert mails(session, "session-change") == []


def test_look_at_clocks_is_the_job_of_the_same():
    session = make_session(make_accepted_cycle(1), starts_at=START + timedelta(hours=1))

    look_at_clocks()

    session.refresh_from_db()
    assert session.starts_at == START


def test_what_waited_about_a_cancelled_session_is_not_sent_when_its_time_comes(
    announced, user, settings, clock
):
    settings.REHEARSAL = True
    remind_session(session=announced, user=user, now=BEFORE)
    cancel_session(session=announced, user=user, now=BEFORE)
    clock.shift(timedelta(minutes=5))

    deliver_due()

    assert {one.state for one in mails(announced, "session-remind")} == {"cancelled"}
    assert {one.state for one in mails(announced, "session-cancel")} == {"sent"}


def test_doctor_names_the_sessions_whose_hour_is_not_where_the_clock_says(announced, client):
    fine = [one.sentence for one in doctor_clocks()]
    gone = make_session(announced.cycle, 2, starts_at=START)
    Session.objects.filter(pk=gone.pk).update(wall_start="2027-09-05T00:30")
    change_the_law(announced)
    late = [(one.level, one.advice) for one in doctor_clocks()]
    follow_clock_changes(now=BEFORE)
    untold = [one.advice for one in doctor_clocks()]

    assert fine == ["Todas están donde dice el reloj."]
    assert [level for level, _advice in late] == ["warning", "trouble"]
    assert any("Avisar ahora" in advice for advice in untold)


def test_session_page_says_that_the_clock_changed_until_it_is_told(client, announced):
    user = make_coordinator(announced.cycle.community, "otra@ejemplo.cl")
    client.force_login(user)
    page = f"/sesiones/{announced.cycle_id}/1/"
    change_the_law(announced)
    follow_clock_changes(now=BEFORE)

    shown = text_of(client.get(page))
    asked = text_of(client.get(f"{page}horario/"))
    client.post(f"{page}horario/")

    assert "Cambió el horario oficial." in shown
    assert "3 personas reciben un correo." in asked
    assert "Cambió el horario oficial." not in text_of(client.get(page))
