"""Forty directors say when they can: dates, two ways to weigh them, and what keeps them away."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from convoca.cycles.models import Cycle
from convoca.meetings.models import Session
from convoca.workplan.core.problem.grid import fill_day
from convoca.workplan.models import Expert
from convoca.workplan.services import solve_waiting_plans
from tests.factories.directory import make_coordinator
from tests.factories.workplan import NEVER, confirm_topics, make_answered_cycle, make_expert
from tests.journeys.cast import Coordinator, plain
from tests.support.browser import axe_violations, overflows_sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
IDLE, BUSY = fill_day("n", "n"), fill_day("y", "n")
MANY = IDLE + BUSY + IDLE * 3
FEW = IDLE * 3 + BUSY + IDLE
TOPICS = ["Aseo", "Fondos", "Personal", "Tránsito"]


@pytest.fixture
def cycle(one_database) -> Cycle:
    """Thirty can on Tuesday mornings, ten on Thursday mornings; four topics are agreed."""
    cycle = make_answered_cycle(*[MANY] * 30, *[FEW] * 10, now=timezone.now())
    cycle.plan_from = timezone.localdate() + timedelta(days=20)
    cycle.save()
    confirm_topics(cycle, TOPICS, now=timezone.now())
    return cycle


def test_dates_are_weighed_compared_explained_and_confirmed(cycle, site, page_factory):
    carla = Coordinator(page_factory(phone=False), site)
    carla.enter(make_coordinator(cycle.community))

    computes_the_dates(carla, cycle)
    compares_with_more_attendance(carla)
    is_told_why_there_are_none(carla, cycle)
    confirms(carla, cycle)


def looks_right(carla: Coordinator) -> None:
    assert axe_violations(carla.page) == []
    assert not overflows_sideways(carla.page)


def work_out(carla: Coordinator, heading: str) -> None:
    """Let the worker work; the page that waits reads itself again."""
    carla.page.get_by_role("heading", name="Calculando las fechas").wait_for()
    assert solve_waiting_plans() == 1
    carla.page.get_by_role("heading", name=re.compile(heading)).wait_for()


def computes_the_dates(carla: Coordinator, cycle: Cycle) -> None:
    carla.open("workplan:plan", cycle.pk)
    carla.press("Calcular las fechas")
    work_out(carla, "Cuatro fechas; 100.% podrá venir al menos dos veces")

    assert "Demostrado: con estas respuestas no hay un plan mejor." in plain(
        carla.page.locator("body").inner_text()
    )


def compares_with_more_attendance(carla: Coordinator) -> None:
    carla.follow("Calcular de otra manera")
    carla.page.get_by_text("Más asistencia en total").click()
    carla.press("Calcular las fechas")
    work_out(carla, "Cuatro fechas; 75.% podrá")

    carla.follow("Comparar con el de arriba")
    assert carla.heading() == (
        "El segundo: espera 40 asistencias menos, pero 10 personas más llegan a dos veces"
    )
    assert "10 personas podrían venir a más sesiones" in carla.text()
    looks_right(carla)


def is_told_why_there_are_none(carla: Coordinator, cycle: Cycle) -> None:
    make_expert(cycle.community, weekly=NEVER)
    carla.open("workplan:plan", cycle.pk)
    carla.press("Calcular otra vez")
    work_out(carla, "Con estas condiciones no hay fechas posibles")

    assert "Qué lo impide" in carla.text()
    looks_right(carla)
    carla.follow("Cambiar quién lleva las sesiones")
    assert "Elena Experta" in carla.text()


def confirms(carla: Coordinator, cycle: Cycle) -> None:
    Expert.objects.update(is_active=False)
    carla.open("workplan:plan", cycle.pk)
    carla.press("Calcular otra vez")
    work_out(carla, "Cuatro fechas")
    carla.press("Confirmar y crear las sesiones")

    carla.page.get_by_role("heading", level=1).wait_for()
    assert [session.topic for session in Session.objects.order_by("number")] == TOPICS
