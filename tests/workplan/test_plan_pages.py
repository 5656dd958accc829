"""What the staff sees and does about the dates."""

from datetime import timedelta
from time import process_time

import pytest
import time_machine
from django.urls import reverse

from convoca.convening.queries import accepted_invitations
from convoca.directory.models import TeamMember
from convoca.foundation.models import Work
from convoca.workplan.core.problem.grid import ALWAYS
from convoca.workplan.core.problem.parsing import problem_to_dict
from convoca.workplan.models import Plan
from convoca.workplan.services import confirm_plan, solve_waiting_plans
from tests.factories.cycles import NOW, make_cycle
from tests.factories.directory import make_community, make_coordinator
from tests.factories.workplan import (
    MORNINGS,
    NEVER,
    TUESDAYS,
    ask_plan,
    confirm_topics,
    give,
    make_answered_cycle,
    make_expert,
    make_planned_cycle,
)
from tests.workplan.pages import coordinator_of, go, press, text_of
from tools.plan_instances import INSTANCES, make_problem

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def test_plan_page_without_agenda_leads_to_it(client):
    cycle = make_answered_cycle(MORNINGS)
    coordinator_of(client, cycle)

    shown = text_of(go(client, "plan", cycle))

    assert "Todavía no hay fechas" in shown
    assert "Ir a la agenda" in shown


def test_plan_page_before_any_answer_leads_to_availability(client):
    cycle = make_planned_cycle("")
    coordinator_of(client, cycle)

    assert "Ir a la disponibilidad" in text_of(go(client, "plan", cycle))


def test_compute_pressed_by_two_coordinators_makes_one_plan(client):
    cycle = make_planned_cycle()
    coordinator_of(client, cycle)
    press(client, "compute", cycle, way="reach")
    client.force_login(make_coordinator(cycle.community, "otra@ejemplo.cl"))

    again = told_after(client, press(client, "compute", cycle, way="reach"))
    other = told_after(client, press(client, "compute", cycle, way="attendance"))

    said = "Ya se calcula un plan con otros pesos."
    assert (said in again, said in other) == (False, True)
    assert Plan.objects.count() == 1


def test_plan_page_waits_with_a_plain_link_and_a_poll(client):
    cycle = make_planned_cycle()
    coordinator_of(client, cycle)
    press(client, "compute", cycle)

    shown = text_of(go(client, "plan", cycle))
    fragment = text_of(go(client, "plan_progress", cycle))

    assert "Calculando las fechas" in shown
    assert 'hx-trigger="every 2s"' in shown
    assert "Actualizar" in shown
    assert fragment.startswith("<div")


def test_plan_page_shows_how_far_the_computation_is(client):
    cycle = make_planned_cycle()
    coordinator_of(client, cycle)
    press(client, "compute", cycle)
    waiting = text_of(go(client, "plan", cycle))
    Work.objects.update(state="running", progress_done=8, progress_total=25)
    Plan.objects.update(result={"progress": [[0.5, 900, 1000.0], [8.0, 1000, 1004.0]]})

    running = text_of(go(client, "plan_progress", cycle))

    assert "El cálculo espera su turno." in waiting
    assert '<progress max="25" value="8"' in running
    assert "Ya hay un plan; como mucho puede mejorar un 0,4 %." in running
    assert "<polyline" in running


def test_plan_page_stops_the_computation_and_says_so_when_there_was_none(client):
    cycle = make_planned_cycle()
    coordinator_of(client, cycle)
    press(client, "compute", cycle)
    offered = text_of(go(client, "plan", cycle))

    said = [told_after(client, press(client, "plan_cancel", cycle)) for _ in range(2)]

    assert 'plan/cancelar/"' in offered
    assert "El cálculo se canceló; nada cambió." in said[0]
    assert "El cálculo ya había terminado." in said[1]
    assert Plan.objects.get().state == "cancelled"


def test_plan_page_offers_to_stop_only_to_who_coordinates(client):
    cycle = make_planned_cycle()
    ask_plan(cycle)
    coordinator_of(client, cycle)
    TeamMember.objects.update(role="expert")

    assert "plan/cancelar/" not in text_of(go(client, "plan", cycle))


def told_after(client, response) -> str:
    return text_of(client.get(response.url))


def test_plan_progress_reads_the_page_again_once_worked_out(client):
    cycle = make_planned_cycle()
    coordinator_of(client, cycle)
    press(client, "compute", cycle)
    solve_waiting_plans()

    assert go(client, "plan_progress", cycle).headers["HX-Refresh"] == "true"


def test_plan_page_answers_in_its_headline_and_says_what_is_proven(client):
    cycle = make_planned_cycle(*[TUESDAYS] * 5, NEVER, "")
    coordinator_of(client, cycle)
    press(client, "compute", cycle)
    solve_waiting_plans()

    shown = text_of(go(client, "plan", cycle))

    assert "Dos fechas; 83 % podrá venir al menos dos veces" in shown
    assert "Demostrado: con estas respuestas no hay un plan mejor." in shown
    assert "Respondieron 6 de 7; del resto se estima por región." in shown
    assert "1. Aseo" in shown
    assert "Pueden 5 de 6 · 83 %" in shown


def test_plan_page_shows_no_shares_of_fewer_than_five(client):
    cycle = make_planned_cycle(*[TUESDAYS] * 4)
    coordinator_of(client, cycle)
    press(client, "compute", cycle)
    solve_waiting_plans()

    shown = text_of(go(client, "plan", cycle))

    assert "<h1> Dos fechas </h1>" in shown
    assert "Pueden 4" not in shown


def work_out(client, cycle, *ways):
    for way in ways:
        press(client, "compute", cycle, way=way)
        solve_waiting_plans()


def lines_of(response):
    return [(line.page.plan, line.is_shown, line.is_same) for line in response.context["lines"]]


def test_plan_page_lists_what_was_worked_out_and_shows_the_one_asked_for(client):
    cycle = make_planned_cycle()
    coordinator_of(client, cycle)
    work_out(client, cycle, "reach", "attendance")
    reach, attendance = Plan.objects.order_by("pk")

    newest = go(client, "plan", cycle)
    other = client.get(reverse("workplan:plan", args=[cycle.pk]), {"plan": reach.pk})

    assert lines_of(newest) == [(attendance, True, False), (reach, False, True)]
    assert lines_of(other) == [(attendance, False, True), (reach, True, False)]
    assert "las mismas fechas que arriba" in text_of(newest)


def test_plan_page_of_another_cycles_plan_is_absent(client):
    cycle = make_planned_cycle()
    coordinator_of(client, cycle)
    ask_plan(cycle)
    solve_waiting_plans()
    other = make_cycle(make_community(cycle.community.association, "DOM"))
    theirs = Plan.objects.create(cycle=other, problem={}, asked_at=NOW, state=Plan.State.SOLVED)

    response = client.get(reverse("workplan:plan", args=[cycle.pk]), {"plan": theirs.pk})

    assert response.status_code == 404


def test_plan_page_says_when_somebody_answered_since(client, clock):
    cycle = make_planned_cycle(*[MORNINGS] * 5, "")
    coordinator_of(client, cycle)
    press(client, "compute", cycle)
    solve_waiting_plans()
    clock.shift(60)
    give(accepted_invitations(cycle).last(), ALWAYS, now=NOW + timedelta(seconds=60))

    assert "Desde este cálculo respondió 1 persona más." in text_of(go(client, "plan", cycle))


def test_plan_page_of_a_failed_plan_says_what_keeps_it(client):
    cycle = make_answered_cycle(*[MORNINGS] * 5)
    first, _second = confirm_topics(cycle)
    make_expert(cycle.community, first)
    coordinator_of(client, cycle)
    press(client, "compute", cycle)
    solve_waiting_plans()

    shown = text_of(go(client, "plan", cycle))

    assert "Con estas condiciones no hay fechas posibles" in shown
    assert "Nadie tiene la habilidad «Fondos»" in shown
    assert "Cambiar quién lleva las sesiones" in shown
    assert "Confirmar y crear las sesiones" not in shown


def test_plan_page_offers_to_confirm_until_the_dates_stand(client):
    cycle = make_planned_cycle()
    coordinator_of(client, cycle)
    press(client, "compute", cycle)
    solve_waiting_plans()

    before = text_of(go(client, "plan", cycle))
    confirm_plan(plan=Plan.objects.get(), user=None, now=NOW)
    after = text_of(go(client, "plan", cycle))

    assert f'action="{reverse("meetings:schedule", args=[cycle.pk])}"' in before
    assert "Calcular otra vez" in before
    assert "Fechas confirmadas el lunes 4 de enero" in after
    assert "Confirmar y crear las sesiones" not in after
    assert "Calcular otra vez" not in after


def test_plan_page_says_which_plan_had_no_dates(client):
    cycle = make_planned_cycle()
    coordinator_of(client, cycle)
    work_out(client, cycle, "reach")
    make_expert(cycle.community, weekly=NEVER)
    work_out(client, cycle, "attendance")
    first = Plan.objects.order_by("pk")[0]

    shown = text_of(client.get(reverse("workplan:plan", args=[cycle.pk]), {"plan": first.pk}))

    assert shown.count("Se calculó, y no hubo fechas posibles.") == 1
    assert shown.count('Cambios de día u hora"') == 1


def test_plan_page_of_a_result_stored_long_ago_shows_the_same(client):
    cycle = make_planned_cycle(*[TUESDAYS] * 5)
    coordinator_of(client, cycle)
    work_out(client, cycle, "reach")
    plan = Plan.objects.get()
    regions = go(client, "plan", cycle).context["regions"]
    for one in plan.result["explanation"]["sessions"]:
        del one["needing"], one["needing_in"]
        one["next_best"] = {name: one["next_best"][name] for name in ("start", "cost", "lost")}
    del next(iter(plan.result["explanation"]["reach"].values()))["regions"]
    plan.save()

    response = go(client, "plan", cycle)

    assert response.context["regions"] == regions != []
    assert "La siguiente mejor" in text_of(response)


def test_plan_page_says_that_a_session_was_moved_since(client):
    cycle = make_planned_cycle()
    coordinator_of(client, cycle)
    work_out(client, cycle, "reach")
    plan = confirm_plan(plan=Plan.objects.get(), user=None, now=NOW)
    plan.result["standing"] = {"1": None}
    plan.save()

    assert "Después se movió o canceló alguna" in text_of(go(client, "plan", cycle))


def test_plan_page_keeps_what_was_there_while_another_plan_is_computed(client):
    cycle = make_planned_cycle(*[TUESDAYS] * 5)
    coordinator_of(client, cycle)
    work_out(client, cycle, "reach")
    press(client, "compute", cycle, way="attendance")

    shown = text_of(go(client, "plan", cycle))

    assert "Calculando las fechas" in shown
    assert "Mientras tanto, esto es lo que había: Dos fechas; 100 %" in shown
    assert "Confirmar y crear las sesiones" not in shown


def test_plan_page_shows_the_confirmed_plan_before_a_newer_one_of_its_way(client):
    cycle = make_planned_cycle()
    coordinator_of(client, cycle)
    work_out(client, cycle, "reach", "reach")
    first = Plan.objects.order_by("pk")[0]
    confirm_plan(plan=first, user=None, now=NOW)

    context = go(client, "plan", cycle).context

    assert (context["plan"], context["is_settled"]) == (first, True)


def test_confirming_pressed_creates_the_sessions(client):
    cycle = make_planned_cycle()
    coordinator_of(client, cycle)
    press(client, "compute", cycle)
    solve_waiting_plans()
    plan = Plan.objects.get()

    client.post(reverse("meetings:schedule", args=[cycle.pk]), {"plan": plan.pk})

    plan.refresh_from_db()
    assert plan.state == Plan.State.CONFIRMED
    assert [session.topic for session in cycle.sessions.all()] == ["Aseo", "Fondos"]


@pytest.mark.slow
def test_plan_page_of_345_people_is_light(client, django_assert_max_num_queries):
    cycle = make_planned_cycle()
    coordinator_of(client, cycle)
    plan = ask_plan(cycle)
    plan.problem = problem_to_dict(make_problem(INSTANCES["1 × 345"], seed=1))
    plan.save()
    solve_waiting_plans()
    go(client, "plan", cycle)
    begun = process_time()

    with django_assert_max_num_queries(15):
        response = go(client, "plan", cycle)

    assert process_time() - begun < 0.3
    assert len(response.content) < 150_000
    assert response.context["page"].accepted == 345
