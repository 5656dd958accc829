"""Moving one session to another moment, and taking that back."""

from datetime import date, datetime, timedelta

import pytest

from convoca.meetings.errors import (
    NothingChangedError,
    PlaceForbiddenError,
    PlaceTakenError,
    SessionMovedError,
    SessionPastError,
    SessionStateError,
    WallTimeError,
)
from convoca.meetings.models import Session
from convoca.meetings.queries.places import workbench_of
from convoca.meetings.services import (
    Wish,
    announce_session,
    cancel_session,
    change_session,
    move_session,
    undo_move,
)
from convoca.messaging.errors import UndoTooLateError
from convoca.messaging.models import Message
from convoca.workplan.models import Closing, Licence, Plan
from convoca.workplan.queries.standing import standing_sessions
from tests.factories.directory import make_user
from tests.factories.meetings import (
    BEFORE,
    CALL,
    WALL,
    let_mails_leave,
    mails,
    make_neighbour,
    make_standing_cycle,
)
from tests.factories.workplan import MORNINGS, TUESDAYS, make_expert
from tests.meetings.reading import event_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WEDNESDAY = "2027-03-10T10:00"


@pytest.fixture
def session():
    return make_standing_cycle()[0]


@pytest.fixture
def user(session):
    return make_user(session.cycle.community.association)


@pytest.fixture
def announced(session, user):
    announce_session(session=session, user=user, now=BEFORE)
    let_mails_leave(session)
    session.refresh_from_db()
    return session


def move(session, user, wall=WEDNESDAY, *, seen=WALL, insists=False, now=BEFORE):
    wish = Wish(wall_start=wall, seen=seen, reason="Elección", insists=insists)
    return move_session(session=session, wish=wish, user=user, now=now)


def standing(session):
    plan = Plan.objects.get(cycle=session.cycle, state="confirmed")
    return {one.number: one.start.isoformat(timespec="minutes") for one in standing_sessions(plan)}


def test_move_session_that_was_announced_tells_again_and_keeps_why(announced, user):
    done = move(announced, user)

    announced.refresh_from_db()
    method, event = event_of(mails(announced, "session-change")[0])
    kept = announced.moves.get()
    assert (done.told, done.happens_twice, announced.wall_start) == (5, False, WEDNESDAY)
    assert (method, event["sequence"], event["dtstart"].dt) == ("REQUEST", 1, announced.starts_at)
    assert (kept.from_wall, kept.to_wall, kept.reason, kept.by) == (
        WALL,
        WEDNESDAY,
        "Elección",
        user,
    )
    assert standing(announced) == {1: WEDNESDAY, 2: "2027-03-23T10:00"}


def test_move_session_says_what_changed_since_the_last_word(announced, user):
    move(announced, user)
    move(announced, user, "2027-03-11T11:00", seen=WEDNESDAY)

    text = mails(announced, "session-change")[-1].body
    assert "Antes: martes 9 de marzo, 10:00" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "miércoles" not in text


def test_move_session_before_it_was_announced_tells_nobody(session, user):
    done = move(session, user)

    assert (done.told, done.session.sequence, mails(session, "session-change")) == (0, 0, [])


@pytest.mark.parametrize(
    ("wall", "seen", "refusal"),
    [
        (WALL, WALL, NothingChangedError),
        (WEDNESDAY, "2027-03-08T10:00", SessionMovedError),
        ("2027-02-10T10:00", WALL, SessionPastError),
        ("2027-09-05T00:30", WALL, WallTimeError),
        ("2027-03-13T10:00", WALL, PlaceForbiddenError),
    ],
)
def test_move_session_that_cannot_be_changes_nothing(session, user, wall, seen, refusal):
    with pytest.raises(refusal):
        move(session, user, wall, seen=seen)

    session.refresh_from_db()
    assert (session.wall_start, session.moves.count()) == (WALL, 0)
    assert standing(session)[1] == WALL


def test_move_session_onto_a_closed_day_wants_somebody_to_insist(session, user):
    Closing.objects.create(
        association=session.cycle.community.association,
        kind="election",
        name="Elección",
        first_on=date(2027, 3, 10),
        last_on=date(2027, 3, 10),
        created_at=BEFORE,
    )

    with pytest.raises(PlaceForbiddenError) as refusal:
        move(session, user)
    done = move(session, user, insists=True)

    assert "feriado o está cerrado" in refusal.value.user_message()
    assert (done.session.wall_start, done.session.moves.get().against) == (WEDNESDAY, ["closed"])


def test_move_session_of_one_that_was_held_is_refused(session, user):
    Session.objects.filter(pk=session.pk).update(state="held")

    with pytest.raises(SessionStateError):
        move(session, user)


def test_move_session_onto_the_only_licence_in_use_is_never_given(session, user):
    association = session.cycle.community.association
    licence = Licence.objects.create(association=association, name="Zoom 1", capacity=300)
    make_neighbour(session, WEDNESDAY, hands=("team", f"licence:{licence.pk}"))

    with pytest.raises(PlaceTakenError) as refusal:
        move(session, user, insists=True)

    assert "No queda ninguna videollamada libre a esa hora." in refusal.value.user_message()


def test_move_session_follows_where_the_neighbour_has_gone(session, user):
    association = session.cycle.community.association
    licence = Licence.objects.create(association=association, name="Zoom 1", capacity=300)
    neighbour = make_neighbour(session, WEDNESDAY, hands=("team", f"licence:{licence.pk}"))

    cancel_session(session=neighbour, user=user, now=BEFORE)

    assert move(session, user).session.wall_start == WEDNESDAY


def test_move_session_takes_another_expert_where_the_own_is_away(session, user):
    community = session.cycle.community
    eva = make_expert(community, name="Eva", away=[["2027-03-10", "2027-03-10"]])
    make_expert(community, name="Inés")
    plan = Plan.objects.get(cycle=session.cycle)
    plan.result["sessions"][0]["expert"] = f"expert:{eva.pk}"
    plan.save()

    done = move(session, user)

    assert done.session.expert_name == "Inés"


def test_change_session_of_the_hour_is_kept_in_the_plan(session, user):
    change_session(
        session=session, video_url=CALL, wall_start=WEDNESDAY, topic="T", user=user, now=BEFORE
    )

    assert standing(session)[1] == WEDNESDAY


def test_undo_move_puts_all_back_and_nobody_learns_of_it(announced, user):
    move(announced, user)

    stopped = undo_move(session=announced, batch=BEFORE, user=user, now=BEFORE)

    announced.refresh_from_db()
    assert (stopped, announced.wall_start, announced.sequence) == (5, WALL, 0)
    assert {one.state for one in mails(announced, "session-change")} == {"cancelled"}
    assert standing(announced) == {1: WALL, 2: "2027-03-23T10:00"}


def test_undo_move_announces_again_whom_the_move_had_kept_from_it(session, user):
    announce_session(session=session, user=user, now=BEFORE)
    session.refresh_from_db()
    later = BEFORE + timedelta(seconds=5)
    move(session, user, now=later)

    undo_move(session=session, batch=later, user=user, now=later)

    waiting = [one for one in mails(session, "session-announce") if one.state == "queued"]
    assert {event_of(one)[1]["dtstart"].dt for one in waiting} == {session.starts_at}
    assert len(waiting) == 5


def test_undo_move_after_a_letter_left_tells_of_the_way_back(announced, user):
    move(announced, user)
    Message.objects.filter(pk=mails(announced, "session-change")[0].pk).update(state="sent")

    undo_move(session=announced, batch=BEFORE, user=user, now=BEFORE)

    announced.refresh_from_db()
    waiting = [one for one in mails(announced, "session-change") if one.state == "queued"]
    assert (announced.wall_start, announced.sequence, len(waiting)) == (WALL, 2, 5)


def test_undo_move_too_late_or_twice_is_refused(announced, user):
    move(announced, user)
    late = BEFORE + timedelta(seconds=31)

    with pytest.raises(UndoTooLateError):
        undo_move(session=announced, batch=BEFORE, user=user, now=late)
    undo_move(session=announced, batch=BEFORE, user=user, now=BEFORE)
    with pytest.raises(UndoTooLateError):
        undo_move(session=announced, batch=BEFORE, user=user, now=BEFORE)


def test_workbench_proposes_the_best_places_and_counts_a_week(user):
    first, _second = make_standing_cycle(*[MORNINGS] * 4, TUESDAYS)
    bench = workbench_of(first, now=BEFORE)

    best = bench.proposals(3)
    week = bench.week(date(2027, 3, 9))

    assert [(one.more, one.against, one.has_counts) for one in best] == [(0, (), True)] * 3
    assert [cell.can for cell in week[0]] == [4, 5, 4, 4, 4]
    assert [cell.is_here for cell in week[1]] == [False, True, False, False, False]
    absent = bench.who_cannot(datetime(2027, 3, 10, 10))
    assert [row.availability.weekly for row in absent] == [TUESDAYS]
