"""Two people at the same moment: one plan of the country, and no row promised twice."""

import pytest

from convoca.directory.models import User
from convoca.meetings.services import schedule_sessions
from convoca.workplan.core.problem.grid import fill_day
from convoca.workplan.errors import PlanClashError, PlanConfirmedError
from convoca.workplan.models import CountryPlan, Plan
from convoca.workplan.services import replan_one, request_country_plan
from tests.factories.country import make_country, solved_country
from tests.factories.cycles import NOW
from tests.factories.directory import make_coordinator
from tests.factories.workplan import solved_plan
from tests.support.at_once import at_once

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parallel,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("one_database"),
]
ONE_HOUR = ("y" + "n" * 8) + fill_day("n", "n") * 4


def test_plan_of_the_country_asked_for_by_two_is_one():
    cycles = make_country("DOM", "SECPLAN")
    association = cycles[0].community.association
    ids = {cycle.pk for cycle in cycles}

    told = at_once(
        [lambda: request_country_plan(association=association, cycle_ids=ids, user=None, now=NOW)]
        * 2
    )

    assert told == [CountryPlan.objects.get()] * 2


def test_plans_that_need_the_same_licence_confirmed_at_once_leave_one():
    first, second = make_country("DOM", "SECPLAN", weekly=ONE_HOUR)
    country = solved_country([first])
    plans = [Plan.objects.get(country=country), solved_plan(second)]
    user = User.objects.get(pk=make_coordinator(first.community).pk)

    told = at_once(
        [
            lambda: schedule_sessions(plan=plans[0], user=user, now=NOW),
            lambda: schedule_sessions(plan=plans[1], user=user, now=NOW),
            lambda: replan_one(country=country, cycle=second, user=user, now=NOW),
        ]
    )

    assert Plan.objects.filter(state="confirmed").count() == 1
    assert [type(one) for one in told[:2]].count(PlanClashError) == 1
    assert isinstance(told[2], Plan | PlanConfirmedError)
