import pytest

from convoca.meetings.errors import SessionsExistError, WallTimeError
from convoca.meetings.models import Session
from convoca.meetings.services import schedule_sessions
from convoca.workplan.errors import PlanNotReadyError
from convoca.workplan.models import Plan
from tests.factories.cycles import make_cycle
from tests.factories.directory import make_community, make_user
from tests.factories.meetings import BEFORE, make_agenda, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return make_cycle(make_community())


@pytest.fixture
def user(cycle):
    return make_user(cycle.community.association)


def test_schedule_sessions_confirms_the_plan_and_gives_session_n_topic_n(cycle, user):
    make_agenda(cycle, ["Permisos", "Patentes"])
    plan = make_plan(cycle)

    made = schedule_sessions(plan=plan, user=user, now=BEFORE)

    plan.refresh_from_db()
    assert plan.state == Plan.State.CONFIRMED
    assert [(one.number, one.topic, one.expert_name, one.wall_start) for one in made] == [
        (1, "Permisos", "", "2027-03-09T10:00"),
        (2, "Patentes", "Eva Experta", "2027-03-23T11:00"),
    ]
    assert [(one.starts_at.isoformat(), one.duration_min, one.state) for one in made] == [
        ("2027-03-09T13:00:00+00:00", 60, "planned"),
        ("2027-03-23T14:00:00+00:00", 60, "planned"),
    ]
    assert len({one.uid for one in made}) == 2


def test_schedule_sessions_last_as_long_as_the_plan_was_worked_out_for(cycle, user):
    plan = make_plan(cycle)
    cycle.community.session_min = 90
    cycle.community.save()

    made = schedule_sessions(plan=plan, user=user, now=BEFORE)

    assert [one.duration_min for one in made] == [60, 60]


def test_schedule_sessions_without_agenda_leaves_topics_to_be_written(cycle, user):
    made = schedule_sessions(plan=make_plan(cycle), user=user, now=BEFORE)

    assert [one.topic for one in made] == ["", ""]


def test_schedule_sessions_from_a_plan_confirmed_before_makes_them_too(cycle, user):
    plan = make_plan(cycle, Plan.State.CONFIRMED)

    assert len(schedule_sessions(plan=plan, user=user, now=BEFORE)) == 2


def test_schedule_sessions_twice_makes_them_once(cycle, user):
    plan = make_plan(cycle)
    schedule_sessions(plan=plan, user=user, now=BEFORE)

    with pytest.raises(SessionsExistError):
        schedule_sessions(plan=plan, user=user, now=BEFORE)
    assert Session.objects.count() == 2


def test_schedule_sessions_of_a_plan_without_dates_is_refused(cycle, user):
    plan = make_plan(cycle, Plan.State.FAILED)

    with pytest.raises(PlanNotReadyError):
        schedule_sessions(plan=plan, user=user, now=BEFORE)
    assert Session.objects.count() == 0


def test_schedule_sessions_at_an_hour_that_does_not_exist_leaves_the_plan_as_it_was(cycle, user):
    plan = make_plan(cycle, starts=["2027-09-05T00:30"])

    with pytest.raises(WallTimeError):
        schedule_sessions(plan=plan, user=user, now=BEFORE)
    plan.refresh_from_db()
    assert (plan.state, Session.objects.count()) == (Plan.State.SOLVED, 0)
