"""What the staff sees and does about the dates."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from convoca.convening.queries import accepted_invitations
from convoca.directory.models import TeamMember
from convoca.foundation.models import Work
from convoca.workplan.core.grid import ALWAYS
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

    response = press(client, "compute", cycle, way="attendance")

    assert response.status_code == 302
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

    running = text_of(go(client, "plan_progress", cycle))

    assert "El cálculo espera su turno." in waiting
    assert '<progress max="25" value="8"' in running


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


def test_plan_page_compares_two_ways_to_choose(client):
    cycle = make_planned_cycle()
    coordinator_of(client, cycle)
    for way in ("reach", "attendance"):
        press(client, "compute", cycle, way=way)
        solve_waiting_plans()
    reach, attendance = Plan.objects.order_by("pk")

    ways = go(client, "plan", cycle).context["ways"]
    other = client.get(reverse("workplan:plan", args=[cycle.pk]), {"plan": reach.pk}).context

    assert [(way.page.plan, way.is_shown) for way in ways] == [(reach, False), (attendance, True)]
    assert other["plan"] == reach


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
    assert "nadie tiene la habilidad «Fondos»" in shown
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
    assert "Fechas confirmadas el lunes 4 de enero" in after
    assert "Confirmar y crear las sesiones" not in after
    assert "Calcular otra vez" not in after


def work_out(client, cycle, *ways):
    for way in ways:
        press(client, "compute", cycle, way=way)
        solve_waiting_plans()


def ways_of(client, cycle):
    response = go(client, "plan", cycle)
    return [
        (way.page and way.page.plan, way.is_shown, way.absence) for way in response.context["ways"]
    ]


def test_plan_page_of_settled_dates_says_that_the_other_way_was_not_computed(client):
    cycle = make_planned_cycle()
    coordinator_of(client, cycle)
    work_out(client, cycle, "reach")
    plan = confirm_plan(plan=Plan.objects.get(), user=None, now=NOW)

    said = "Las fechas se confirmaron sin calcular esta manera."
    assert ways_of(client, cycle) == [(plan, True, ""), (None, False, said)]
    assert said in text_of(go(client, "plan", cycle))


def test_plan_page_keeps_a_settled_plan_in_its_way_when_the_weights_change(client):
    cycle = make_planned_cycle()
    coordinator_of(client, cycle)
    work_out(client, cycle, "reach", "attendance")
    reach, attendance = Plan.objects.order_by("pk")
    confirm_plan(plan=reach, user=None, now=NOW)

    cycle.community.weight_region += 1
    cycle.community.save()

    assert ways_of(client, cycle) == [(reach, True, ""), (attendance, False, "")]


def test_plan_page_says_when_a_way_was_computed_in_vain(client):
    cycle = make_planned_cycle()
    coordinator_of(client, cycle)
    work_out(client, cycle, "reach")
    make_expert(cycle.community, weekly=NEVER)
    work_out(client, cycle, "attendance")

    response = client.get(
        reverse("workplan:plan", args=[cycle.pk]), {"plan": Plan.objects.order_by("pk")[0].pk}
    )

    assert response.context["ways"][1].absence == "Se calculó, y no hubo fechas posibles."
    assert "Calcular así, para comparar" in text_of(response)


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
