"""Planning the sessions to come again while the others stay."""

from datetime import datetime, timedelta

import pytest

from convoca.foundation.models import Work
from convoca.foundation.works import latest_work, retry_work
from convoca.foundation.works.doing import MOST_TRIES
from convoca.meetings.models import Session
from convoca.meetings.services import (
    Wish,
    announce_session,
    change_session,
    confirm_new_dates,
    move_session,
    replan_sessions,
    undo_move,
)
from convoca.messaging.errors import UndoTooLateError
from convoca.workplan.errors import (
    CycleOverError,
    NothingToReplanError,
    PlanDayClosedError,
    PlanNotReadyError,
    PlanOutdatedError,
    PlanPastError,
)
from convoca.workplan.models import Plan
from convoca.workplan.queries import confirmed_plan
from convoca.workplan.queries.standing import standing_sessions
from convoca.workplan.services import PLAN_SOLVING, solve_waiting_plans
from tests.factories.directory import make_coordinator
from tests.factories.meetings import (
    AFTER,
    BEFORE,
    WALL,
    let_mails_leave,
    mails,
    make_session,
    make_standing_cycle,
)
from tests.factories.workplan import TUESDAYS, make_closing
from tests.meetings.reading import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
BAD = "2027-03-22T17:00"


@pytest.fixture
def sessions():
    """Two sessions of people who can on Tuesdays: one well placed, one on a Monday evening."""
    return make_standing_cycle(*[TUESDAYS] * 5, walls=(WALL, BAD))


@pytest.fixture
def user(sessions, client):
    user = make_coordinator(sessions[0].cycle.community)
    client.force_login(user)
    return user


def replan(sessions, user, kept=(1,)):
    plan = replan_sessions(cycle=sessions[0].cycle, kept=kept, user=user, now=BEFORE)
    solve_waiting_plans()
    return Plan.objects.get(pk=plan.pk)


def test_replan_keeps_what_stays_and_finds_better_dates_for_the_rest(sessions, user):
    plan = replan(sessions, user)
    done = confirm_new_dates(plan=plan, user=user, now=BEFORE)

    first, second = Session.objects.filter(cycle=plan.cycle)
    start = datetime.fromisoformat(second.wall_start)
    assert (first.wall_start, start.weekday(), done.moved) == (WALL, 1, [second])
    assert [one.state for one in Plan.objects.order_by("pk")] == ["replaced", "confirmed"]
    plan.refresh_from_db()
    kept, moved = standing_sessions(plan)
    assert (kept.expert, kept.licence, moved.start) == ("team", "call", start)


def test_replan_writes_only_about_what_changed(sessions, user):
    for session in sessions:
        announce_session(session=session, user=user, now=BEFORE)
        let_mails_leave(session)

    done = confirm_new_dates(plan=replan(sessions, user), user=user, now=BEFORE)

    assert done.told == 5
    assert [len(mails(one, "session-change")) for one in sessions] == [0, 5]


def test_replan_with_nothing_left_to_move_is_refused(sessions, user):
    with pytest.raises(NothingToReplanError):
        replan_sessions(cycle=sessions[0].cycle, kept=[1, 2], user=user, now=BEFORE)


def test_replan_without_a_confirmed_plan_is_refused(user):
    Plan.objects.update(state="solved")

    with pytest.raises(PlanNotReadyError):
        replan_sessions(cycle=Plan.objects.get().cycle, kept=[], user=user, now=BEFORE)


def test_replan_asked_twice_is_computed_once(sessions, user):
    asked = [
        replan_sessions(cycle=sessions[0].cycle, kept=[1], user=user, now=BEFORE) for _ in range(2)
    ]

    assert asked[0] == asked[1]


def test_replan_of_a_session_that_was_moved_meanwhile_is_not_confirmed(sessions, user):
    plan = replan(sessions, user)
    wanted = {"video_url": "", "topic": "T", "wall_start": "2027-03-10T10:00"}
    change_session(session=sessions[0], user=user, now=BEFORE, **wanted)

    with pytest.raises(PlanOutdatedError):
        confirm_new_dates(plan=plan, user=user, now=BEFORE)


def test_replan_confirmed_twice_or_too_late_changes_nothing(sessions, user):
    plan = replan(sessions, user)

    with pytest.raises(PlanPastError):
        confirm_new_dates(plan=plan, user=user, now=AFTER.replace(month=12))
    confirm_new_dates(plan=plan, user=user, now=BEFORE)
    with pytest.raises(PlanOutdatedError):
        confirm_new_dates(plan=plan, user=user, now=BEFORE)


def test_replan_after_the_first_session_was_held_keeps_it(sessions, user):
    Session.objects.filter(pk=sessions[0].pk).update(state="held")

    plan = replan_sessions(cycle=sessions[0].cycle, kept=[], user=user, now=AFTER)

    assert plan.problem["communities"][0]["pinned"] == [WALL, None]
    assert plan.problem["communities"][0]["topics"][0] is None


def test_replan_leaves_out_what_was_cancelled(sessions, user):
    make_session(sessions[0].cycle, 3, wall="2027-04-06T10:00")
    Session.objects.filter(pk=sessions[1].pk).update(state="cancelled")

    plan = replan_sessions(cycle=sessions[0].cycle, kept=[1], user=user, now=BEFORE)

    assert plan.problem["numbers"] == [1, 3]


def test_replan_page_shows_what_would_change_and_changes_it(client, sessions, user):
    page = f"/sesiones/{sessions[0].cycle_id}/planificar/"
    asked = client.post(page, {"queda": "1"}, follow=True)
    solve_waiting_plans()
    shown = client.get(page)
    plan = shown.context["plan"]
    done = client.post(f"{page}confirmar/", {"plan": plan.pk}, follow=True)

    assert "El cálculo espera su turno." in text_of(asked)
    assert "Así quedarían las fechas" in text_of(shown)
    assert [line.moves for line in shown.context["lines"]] == [False, True]
    assert "1 sesión cambió de fecha." in text_of(done)


def test_replan_page_refuses_with_a_sentence_and_keeps_the_marks(client, sessions, user):
    page = f"/sesiones/{sessions[0].cycle_id}/planificar/"

    refused = client.post(page, {"queda": ["1", "2"]})
    confirmed = client.post(f"{page}confirmar/", {"plan": Plan.objects.get().pk}, follow=True)

    assert (refused.status_code, refused.context["kept"]) == (409, {1, 2})
    assert "No queda ninguna sesión que planificar de nuevo." in text_of(refused)
    assert "cambió una fecha del ciclo" in text_of(confirmed)


def test_replan_page_can_be_cancelled_while_it_computes(client, sessions, user):
    page = f"/sesiones/{sessions[0].cycle_id}/planificar/"
    client.post(page, {"queda": "1"})

    done = client.post(f"{page}cancelar/", follow=True)

    assert "El cálculo se canceló; las fechas siguen como estaban." in text_of(done)
    assert "Buscar fechas nuevas" in text_of(done)


def test_replan_never_moves_a_session_that_was_held_meanwhile(sessions, user):
    plan = replan_sessions(cycle=sessions[0].cycle, kept=(), user=user, now=BEFORE)
    solve_waiting_plans()
    plan.refresh_from_db()
    Session.objects.filter(pk=sessions[1].pk).update(state=Session.State.HELD)

    with pytest.raises(PlanOutdatedError):
        confirm_new_dates(plan=plan, user=user, now=BEFORE)

    sessions[1].refresh_from_db()
    assert sessions[1].wall_start == BAD


def test_replan_onto_a_day_that_was_closed_meanwhile_is_not_confirmed(sessions, user):
    cycle = sessions[0].cycle
    plan = replan_sessions(cycle=cycle, kept=(1,), user=user, now=BEFORE)
    solve_waiting_plans()
    plan.refresh_from_db()
    there = standing_sessions(plan)[1].start.date()
    make_closing(cycle.community.association, there)
    make_closing(cycle.community.association, standing_sessions(plan)[0].start.date())

    with pytest.raises(PlanDayClosedError, match=str(there.day)):
        confirm_new_dates(plan=plan, user=user, now=BEFORE)


def test_replan_that_was_cut_three_times_may_be_tried_again(sessions, user):
    plan = replan_sessions(cycle=sessions[0].cycle, kept=(1,), user=user, now=BEFORE)
    Work.objects.update(tries=MOST_TRIES)
    solve_waiting_plans()

    retry_work(work_id=latest_work(PLAN_SOLVING, plan.pk).pk, now=BEFORE)
    solve_waiting_plans()

    plan.refresh_from_db()
    assert plan.state == "solved"


def test_replan_of_a_closed_cycle_is_refused(sessions, user):
    cycle = sessions[0].cycle
    cycle.closed_at = BEFORE
    cycle.save()

    with pytest.raises(CycleOverError):
        replan_sessions(cycle=cycle, kept=(1,), user=user, now=BEFORE)


def test_move_is_not_undone_once_a_plan_made_after_it_stands(sessions, user):
    first, second = sessions
    wish = Wish(wall_start="2027-03-10T10:00", seen=WALL, reason="Viaje", insists=True)
    move_session(session=first, wish=wish, user=user, now=BEFORE)
    plan = replan_sessions(cycle=first.cycle, kept=(1,), user=user, now=BEFORE)
    solve_waiting_plans()
    plan.refresh_from_db()
    soon = BEFORE + timedelta(seconds=9)
    confirm_new_dates(plan=plan, user=user, now=soon)

    for session, batch in ((first, BEFORE), (second, soon)):
        with pytest.raises(UndoTooLateError):
            undo_move(session=session, batch=batch, user=user, now=soon)

    first.refresh_from_db()
    stands = standing_sessions(confirmed_plan(first.cycle))
    assert f"{stands[0].start:%Y-%m-%dT%H:%M}" == first.wall_start == "2027-03-10T10:00"
