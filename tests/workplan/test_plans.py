"""From the rows of a cycle to a plan, and its dates."""

from datetime import date, timedelta

import pytest
from django.test import override_settings

from convoca.convening.queries import accepted_invitations
from convoca.directory.models import Holiday, Region
from convoca.foundation import jobs  # noqa: F401 - what answers the nudge, as in the worker
from convoca.foundation.queue import huey
from convoca.workplan.core.checking.check import check_plan
from convoca.workplan.core.problem.grid import ALWAYS, fill_day
from convoca.workplan.core.problem.model import (
    Council,
    Expert,
    Facilitator,
    Licence,
    Participant,
    Weights,
)
from convoca.workplan.core.problem.parsing import parse_problem, problem_to_dict
from convoca.workplan.errors import (
    AgendaMissingError,
    NobodyAnsweredError,
    PlanConfirmedError,
    PlanNotReadyError,
    PlanPastError,
)
from convoca.workplan.models import Plan
from convoca.workplan.queries import (
    PlannedSession,
    build_problem,
    confirmed_plan,
    default_weights,
    planned_sessions,
)
from convoca.workplan.services import confirm_plan, request_plan
from tests.factories.cycles import NOW
from tests.factories.directory import make_user
from tests.factories.workplan import (
    HALF_ANSWERED,
    MORNINGS,
    NEVER,
    TUESDAYS,
    ask_plan,
    confirm_topics,
    give,
    make_answered_cycle,
    make_expert,
    make_planned_cycle,
    solved_plan,
)

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _empty_queue():
    huey.storage.flush_all()


def build(cycle, *, today=TODAY):
    return build_problem(cycle, default_weights(cycle.community), today=today)


def test_build_problem_takes_the_settings_of_the_community():
    cycle = make_planned_cycle()
    cycle.community.weight_reach = 7

    problem = build(cycle)

    community = problem.communities[0]
    assert (problem.zone, problem.first_day, problem.weeks) == (
        "America/Santiago",
        date(2027, 3, 1),
        13,
    )
    assert problem.weights == Weights(attendance=1, reach=7, region=2)
    assert (community.gap_days, community.reach, problem.session_min) == ((10, 18), 2, 60)
    assert problem.licences == (Licence("call", 500),)
    assert problem.facilitators == (Facilitator("coordination", ALWAYS),)


def test_build_problem_knows_seats_and_no_names():
    cycle = make_answered_cycle(HALF_ANSWERED, "")
    council, away = Council(1, (1, 3), "am"), (date(2027, 3, 2), date(2027, 3, 5))
    first, second = accepted_invitations(cycle)
    give(first, MORNINGS, away=[away], council=council)

    people = build(cycle).communities[0].participants

    region = first.seat.municipality.region.code
    assert people == (
        Participant(
            f"seat:{first.seat_id}", region, "America/Santiago", MORNINGS, (away,), council
        ),
        Participant(f"seat:{second.seat_id}", region, "America/Santiago"),
    )


def test_build_problem_counts_a_week_begun_as_no_answer():
    cycle = make_answered_cycle(HALF_ANSWERED)

    assert build(cycle).communities[0].participants[0].weekly == ""


def test_build_problem_closes_holidays_and_days_gone_by():
    cycle = make_planned_cycle()
    region = Region.objects.get()
    Holiday.objects.create(on=date(2027, 3, 26), name="Viernes Santo")
    Holiday.objects.create(on=date(2027, 6, 7), name="Del norte", region=region)
    Holiday.objects.create(on=date(2027, 5, 7), name="Propio", region=region)

    problem = build(cycle, today=date(2027, 3, 2))

    assert problem.closed_days == {date(2027, 3, 1), date(2027, 3, 2), date(2027, 3, 26)}
    assert problem.regional_closed == {region.code: {date(2027, 5, 7)}}


def test_build_problem_begins_on_the_monday_and_closes_days_before_the_plan():
    cycle = make_planned_cycle()
    cycle.plan_from = date(2027, 3, 4)

    problem = build(cycle)

    assert problem.first_day == date(2027, 3, 1)
    assert problem.closed_days == {date(2027, 3, 1), date(2027, 3, 2), date(2027, 3, 3)}


def test_build_problem_without_experts_lets_the_team_lead_everything():
    cycle = make_answered_cycle("")
    themes = confirm_topics(cycle)

    problem = build(cycle)

    skills = tuple(f"theme:{theme.pk}" for theme in themes)
    assert problem.communities[0].topics == skills
    assert problem.experts == (Expert("team", skills, ALWAYS, (), 24, 168),)


def test_build_problem_gives_experts_their_themes_or_all():
    cycle = make_answered_cycle("")
    first, second = confirm_topics(cycle)
    narrow = make_expert(cycle.community, first, weekly=MORNINGS, name="Ana")
    broad = make_expert(cycle.community, name="Berta")
    make_expert(cycle.community, name="Carla", is_active=False)

    experts = build(cycle).experts

    both = (f"theme:{first.pk}", f"theme:{second.pk}")
    assert experts == (
        Expert(f"expert:{narrow.pk}", both[:1], MORNINGS),
        Expert(f"expert:{broad.pk}", both, ALWAYS),
    )


def test_build_problem_is_read_back_from_its_file_format():
    problem = build(make_planned_cycle())

    assert parse_problem(problem_to_dict(problem)) == problem


def test_request_plan_twice_gives_the_same_plan():
    cycle = make_planned_cycle()

    first = ask_plan(cycle)
    other = request_plan(
        cycle=cycle,
        weights=Weights(attendance=3),
        user=make_user(cycle.community.association, "otra@ejemplo.cl"),
        now=NOW,
    )

    assert other == first
    assert Plan.objects.count() == 1


def test_request_plan_without_agenda_is_refused():
    with pytest.raises(AgendaMissingError):
        ask_plan(make_answered_cycle(MORNINGS))


def test_request_plan_without_answers_is_refused():
    with pytest.raises(NobodyAnsweredError):
        ask_plan(make_planned_cycle("", HALF_ANSWERED))


@pytest.mark.django_db(transaction=True)  # whoever answers a nudge begins with a new connection
def test_request_plan_nudges_the_worker_after_the_commit():
    cycle = make_planned_cycle()
    huey.flush()  # of what its mails asked for
    plan = ask_plan(cycle)

    huey.execute(huey.dequeue())

    plan.refresh_from_db()
    assert plan.state == Plan.State.SOLVED


def test_solve_waiting_plans_finds_dates_that_an_independent_check_accepts():
    plan = solved_plan(make_planned_cycle())

    assert plan.state == Plan.State.SOLVED
    assert plan.result["status"] == "optimal"
    assert check_plan(plan.problem, plan.result) == []


def test_planned_sessions_lists_wall_times_and_who_leads():
    cycle = make_answered_cycle(*[TUESDAYS] * 5)
    themes = confirm_topics(cycle)
    make_expert(cycle.community, themes[1], name="Ana")
    make_expert(
        cycle.community, themes[0], name="Berta", weekly=fill_day("n", "n") + fill_day("y", "n") * 4
    )

    sessions = planned_sessions(solved_plan(cycle))

    zone = "America/Santiago"
    assert [(one.number, one.zone, one.expert) for one in sessions] == [
        (1, zone, "Berta"),
        (2, zone, "Ana"),
    ]
    assert [one.start[11:] for one in sessions] == ["09:00", "09:00"]
    assert {date.fromisoformat(one.start[:10]).weekday() for one in sessions} == {1}


def test_planned_sessions_led_by_the_team_have_no_expert():
    session = planned_sessions(solved_plan(make_planned_cycle()))[0]

    assert session == PlannedSession(1, session.start, "America/Santiago", "")


@override_settings(CALL_CAPACITY=3)
def test_solve_says_in_words_that_the_call_is_too_small():
    plan = solved_plan(make_planned_cycle(*[ALWAYS] * 5))

    assert plan.state == Plan.State.FAILED
    assert "la mayor, para 3 personas" in plan.message


def test_solve_says_the_title_of_the_topic_that_nobody_can_lead():
    cycle = make_answered_cycle(*[ALWAYS] * 5)
    first, _second = confirm_topics(cycle)
    make_expert(cycle.community, first)

    plan = solved_plan(cycle)

    assert plan.state == Plan.State.FAILED
    assert "Nadie tiene la habilidad «Fondos»" in plan.message
    assert "theme:" not in plan.message


def test_confirm_plan_makes_its_dates_stand_once():
    plan = solved_plan(make_planned_cycle())
    user = make_user(plan.cycle.community.association)

    confirmed = confirm_plan(plan=plan, user=user, now=NOW)

    assert confirmed_plan(plan.cycle) == confirmed
    assert (confirmed.confirmed_at, confirmed.confirmed_by) == (NOW, user)
    with pytest.raises(PlanConfirmedError):
        confirm_plan(plan=plan, user=user, now=NOW)


def test_confirm_plan_of_a_second_plan_is_refused():
    first = solved_plan(make_planned_cycle())
    second = solved_plan(first.cycle)
    confirm_plan(plan=first, user=None, now=NOW)

    with pytest.raises(PlanConfirmedError):
        confirm_plan(plan=second, user=None, now=NOW)

    assert confirmed_plan(first.cycle) == first


def test_confirm_plan_without_dates_is_refused():
    plan = ask_plan(make_planned_cycle())

    with pytest.raises(PlanNotReadyError):
        confirm_plan(plan=plan, user=None, now=NOW)


def test_confirm_plan_whose_first_date_has_gone_by_is_refused():
    plan = solved_plan(make_planned_cycle())

    with pytest.raises(PlanPastError):
        confirm_plan(plan=plan, user=None, now=NOW + timedelta(days=365))


def test_request_plan_after_confirming_is_refused():
    plan = solved_plan(make_planned_cycle())
    confirm_plan(plan=plan, user=None, now=NOW)

    with pytest.raises(PlanConfirmedError):
        ask_plan(plan.cycle)


def test_solve_with_people_who_never_can_still_gives_dates():
    assert solved_plan(make_planned_cycle(*[NEVER] * 5)).state == Plan.State.SOLVED
