"""What waited before there was one mechanism for long work goes on after the upgrade."""

from importlib import import_module

import pytest
from django.apps import apps

from convoca.directory.services import ROSTER_READING
from convoca.foundation.models import Work
from convoca.foundation.works import latest_work
from convoca.workplan.services import PLAN_SOLVING, solve_waiting_plans
from tests.directory.rosters import draft, make_places
from tests.factories.directory import make_community
from tests.factories.workplan import ask_plan, make_planned_cycle

pytestmark = pytest.mark.django_db
FACTS = ("association", "community_id", "key", "title", "address", "asked_at", "state")


def facts(work: Work) -> list[object]:
    return [getattr(work, name) for name in FACTS]


def test_roster_that_was_being_read_gets_the_work_it_would_get_today():
    community = make_places(make_community())
    roster = draft(community, "Ñuñoa;Ana Pérez;ana@nunoa.cl;\n" * 2_100)
    today = facts(latest_work(ROSTER_READING, roster.pk))
    Work.objects.all().delete()

    import_module("convoca.directory.migrations.0007_move_readings_to_works").move_readings(
        apps, None
    )

    assert facts(latest_work(ROSTER_READING, roster.pk)) == today


def test_plan_that_was_being_computed_gets_the_work_it_would_get_today():
    plan = ask_plan(make_planned_cycle())
    today = facts(latest_work(PLAN_SOLVING, plan.pk))
    Work.objects.all().delete()
    type(plan).objects.update(state="running")

    import_module("convoca.workplan.migrations.0002_move_solving_to_works").move_solving(apps, None)

    assert facts(latest_work(PLAN_SOLVING, plan.pk)) == today
    assert solve_waiting_plans() == 1
    plan.refresh_from_db()
    assert plan.state == "solved"
