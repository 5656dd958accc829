"""Choosing what weighs more, and two plans side by side."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from convoca.convening.queries import accepted_invitations
from convoca.workplan.core.checking.check import check_plan
from convoca.workplan.core.problem.model import Weights
from convoca.workplan.core.problem.parsing import parse_problem
from convoca.workplan.forms.weights import WeightsForm
from convoca.workplan.models import Plan
from convoca.workplan.queries.plan_compare import Comparison
from convoca.workplan.queries.plan_page import PlanPage
from convoca.workplan.queries.ways import EVERY_REGION, MOST_ATTENDANCE, way_title
from convoca.workplan.services import confirm_plan, request_plan, solve_waiting_plans
from tests.factories.cycles import NOW
from tests.factories.directory import make_community
from tests.factories.workplan import (
    MORNINGS,
    NEVER,
    TUESDAYS,
    give,
    make_expert,
    make_planned_cycle,
    solved_plan,
)
from tests.workplan.pages import coordinator_of, go, press, text_of

pytestmark = pytest.mark.django_db
OWN = {"way": "own", "attendance": "2", "reach": "0", "region": "7", "change": "12"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def plan_by(cycle, weights, *, now=NOW) -> Plan:
    """Work out a plan with these weights."""
    plan = request_plan(cycle=cycle, weights=weights, user=None, now=now)
    solve_waiting_plans()
    plan.refresh_from_db()
    return plan


def file_of(client, plan, name):
    return client.get(reverse("workplan:plan_file", args=[plan.cycle_id, plan.pk, name]))


@pytest.mark.parametrize(
    ("given", "weights"),
    [
        ({}, Weights()),
        ({"way": "attendance"}, MOST_ATTENDANCE),
        ({"way": "regions"}, EVERY_REGION),
        (OWN, Weights(attendance=2, reach=0, region=7, change=12_000)),
        ({"way": "attendance", "reach": "nada"}, MOST_ATTENDANCE),
    ],
)
def test_compute_weighs_as_chosen(client, given, weights):
    cycle = make_planned_cycle()
    coordinator_of(client, cycle)

    press(client, "compute", cycle, **given)

    assert parse_problem(Plan.objects.get().problem).weights == weights


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"reach": "101"}, {"reach": ["Escriba un número entero de 0 a 100."]}),
        ({"change": "-1"}, {"change": ["Escriba un número entero de 0 a 100."]}),
        ({"attendance": "dos"}, {"attendance": ["Escriba un número entero de 0 a 100."]}),
        ({"region": ""}, {"region": ["Escriba un número entero de 0 a 100."]}),
        (
            {"attendance": "0", "region": "0"},
            {"attendance": ["Dé algún peso a la asistencia, al alcance o a la región."]},
        ),
        ({"way": "suerte"}, {"way": ["Elija una de las maneras de la lista."]}),
    ],
)
def test_own_numbers_out_of_bounds_are_refused_in_words(changed, errors):
    form = WeightsForm({**OWN, **changed}, community=make_community())

    assert form.errors == errors


def test_compute_with_a_bad_number_keeps_what_was_typed_and_asks_for_nothing(client):
    cycle = make_planned_cycle()
    coordinator_of(client, cycle)
    asked = text_of(go(client, "compute", cycle))

    response = press(client, "compute", cycle, **{**OWN, "region": "700"})

    assert "¿Qué debe pesar más al elegir las fechas?" in asked
    assert response.status_code == 422
    assert 'value="700"' in text_of(response)
    assert Plan.objects.count() == 0


def test_way_title_names_the_known_ways_and_tells_own_numbers():
    community = make_community()

    titles = [
        way_title(community, vars(weights))
        for weights in (Weights(), EVERY_REGION, Weights(attendance=2, change=12_000))
    ]

    assert titles == [
        "Que casi todos vengan varias veces",
        "Que lleguen todas las regiones",
        "Pesos propios: asistencia 2, alcance 3, región 2, cambio 12",
    ]


def test_plan_page_computes_again_with_the_weights_of_the_plan_shown(client):
    cycle = make_planned_cycle()
    coordinator_of(client, cycle)
    told = []
    for weights in (MOST_ATTENDANCE, Weights(attendance=2, change=12_000)):
        plan_by(cycle, weights)
        told.append(go(client, "plan", cycle).context["again"])

    own = [("attendance", "2"), ("reach", "3"), ("region", "2"), ("change", "12")]
    assert told == [[("way", "attendance")], [("way", "own"), *own]]


def test_compare_page_of_one_plan_leads_to_another(client):
    cycle = make_planned_cycle()
    coordinator_of(client, cycle)
    solved_plan(cycle)

    assert "Hay un solo plan" in text_of(go(client, "compare", cycle))


def test_compare_page_counts_both_by_the_newest_answers_and_says_who_loses(client):
    cycle = make_planned_cycle(*[MORNINGS] * 6)
    coordinator_of(client, cycle)
    older = solved_plan(cycle)
    later = NOW + timedelta(minutes=5)
    for invitation in accepted_invitations(cycle)[:5]:
        give(invitation, TUESDAYS, now=later)
    newer = plan_by(cycle, MOST_ATTENDANCE, now=later)
    moved = [
        {**one, "start": f"2027-03-{3 + 14 * one['n']:02d}T09:00"}
        for one in older.result["sessions"]
    ]
    Plan.objects.filter(pk=older.pk).update(result={**older.result, "sessions": moved})

    response = client.get(
        reverse("workplan:compare", args=[cycle.pk]), {"primero": older.pk, "segundo": newer.pk}
    )

    comparison, shown = response.context["comparison"], text_of(response)
    assert [side.reached for side in comparison.sides] == [1, 6]
    assert comparison.people == [
        "Llegarían a dos veces 5 personas, y dejarían de llegar 0 personas"
    ]
    assert "El segundo: espera 10 asistencias más y 5 personas más llegan a dos veces" in shown
    assert "ambos se cuentan con las respuestas del más nuevo" in shown


def test_comparison_of_the_same_dates_says_so():
    plan = solved_plan(make_planned_cycle())
    page = PlanPage(plan)

    comparison = Comparison(page, PlanPage(plan), ("uno", "otro"))

    assert comparison.headline == "Los dos planes dan las mismas fechas"
    assert (comparison.costs, comparison.has_other_answers) == ([], False)


def test_plan_files_are_what_the_programs_of_the_house_read(client):
    plan = solved_plan(make_planned_cycle(*[TUESDAYS] * 5))
    coordinator_of(client, plan.cycle)
    plan.result["standing"] = {}
    plan.save()

    problem = json.loads(file_of(client, plan, "problema.json").content)
    result = json.loads(file_of(client, plan, "plan.json").content)

    assert parse_problem(problem) == parse_problem(plan.problem)
    assert check_plan(problem, result) == []
    assert "standing" not in result


def test_plan_dates_are_taken_along_as_table_and_calendar(client):
    plan = solved_plan(make_planned_cycle(*[TUESDAYS] * 5))
    coordinator_of(client, plan.cycle)

    table = file_of(client, plan, "fechas.csv").content.decode("utf-8-sig").splitlines()
    events = Calendar.from_ical(file_of(client, plan, "fechas.ics").content).walk("VEVENT")

    start = plan.result["sessions"][0]["start"]
    assert table[1] == f"1;{start[:10]};9:00;America/Santiago;Aseo;;5;0;0;5"
    assert [str(one["summary"]) for one in events] == [
        f"{plan.cycle.community.name}: Aseo",
        f"{plan.cycle.community.name}: Fondos",
    ]


def test_plan_files_of_no_dates_or_of_no_name_are_absent(client):
    cycle = make_planned_cycle()
    make_expert(cycle.community, weekly=NEVER)
    plan = solved_plan(cycle)
    coordinator_of(client, cycle)

    told = [
        file_of(client, plan, name).status_code
        for name in ("problema.json", "plan.json", "fechas.csv", "otro.txt")
    ]

    assert told == [200, 404, 404, 404]


def test_plan_page_asks_as_often_of_one_plan_as_of_three(client, django_assert_num_queries):
    cycle = make_planned_cycle()
    coordinator_of(client, cycle)
    solved_plan(cycle)
    go(client, "plan", cycle)
    with django_assert_num_queries(15, exact=False) as once:
        go(client, "plan", cycle)
    for weights in (MOST_ATTENDANCE, EVERY_REGION):
        plan_by(cycle, weights)

    with django_assert_num_queries(len(once)):
        assert len(go(client, "plan", cycle).context["lines"]) == 3


def test_weeks_of_the_plan_are_set_from_their_monday(client):
    cycle = make_planned_cycle()
    coordinator_of(client, cycle)

    press(client, "plan_weeks", cycle, plan_from="2027-04-07", plan_weeks="16")

    cycle.refresh_from_db()
    assert (cycle.plan_from.isoformat(), cycle.plan_weeks) == ("2027-04-05", 16)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"plan_from": "2026-01-05", "plan_weeks": "4"}, "Esas semanas ya pasaron."),
        ({"plan_from": "2027-04-05", "plan_weeks": "31"}, "menor o igual a 30"),
        ({"plan_from": "pronto", "plan_weeks": "4"}, 'value="pronto"'),
    ],
)
def test_weeks_of_no_use_are_refused_in_words(client, given, said):
    cycle = make_planned_cycle()
    coordinator_of(client, cycle)

    response = press(client, "plan_weeks", cycle, **given)

    assert (response.status_code, said in text_of(response)) == (422, True)


def test_weeks_of_a_cycle_that_has_its_dates_stay(client):
    plan = solved_plan(make_planned_cycle())
    coordinator_of(client, plan.cycle)
    confirm_plan(plan=plan, user=None, now=NOW)

    press(client, "plan_weeks", plan.cycle, plan_from="2027-04-05", plan_weeks="16")

    plan.cycle.refresh_from_db()
    assert plan.cycle.plan_weeks == 13
