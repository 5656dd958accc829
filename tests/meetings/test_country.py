"""Confirming the plan of the country: sessions of several communities at once."""

import pytest
import time_machine
from django.urls import reverse

from convoca.meetings.models import Session
from convoca.meetings.services.country import CountryDates, schedule_country
from convoca.workplan.models import Plan
from convoca.workplan.queries.country import current_plans
from convoca.workplan.services import confirm_plan
from tests.factories.country import make_country, solved_country
from tests.factories.cycles import NOW
from tests.factories.directory import make_user
from tests.factories.workplan import solved_plan
from tests.workplan.pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def administrator(client):
    def enter(cycle):
        user = make_user(cycle.community.association, "administra@ejemplo.cl", administrator=True)
        client.force_login(user)
        return user

    return enter


def confirm(client, plans) -> str:
    data = {"plan": [plan.pk for plan in plans]}
    response = client.post(reverse("meetings:country_confirm"), data)
    return text_of(client.get(response.url))


def test_all_are_confirmed_at_once_and_pressing_twice_does_it_once(client, administrator):
    cycles = make_country("DOM", "SECPLAN")
    plans = current_plans(solved_country(cycles))
    administrator(cycles[0])

    first, second = confirm(client, plans), confirm(client, plans)

    assert "2 comunidades tienen sus sesiones." in first
    assert "Confirmar las fechas de" not in first
    assert "Ya tenían sus fechas: Comunidad DOM, Comunidad SECPLAN." in second
    assert Session.objects.count() == 4


def test_one_that_is_refused_holds_no_other_back(administrator):
    cycles = make_country("A", "B", "C")
    plans = current_plans(solved_country(cycles), whole=True)
    user = administrator(cycles[0])
    confirm_plan(plan=plans[0], user=user, now=NOW)
    Plan.objects.filter(pk=plans[1].pk).update(result={})

    done = schedule_country(plans=plans[1:], user=user, now=NOW)
    again = schedule_country(plans=plans[2:], user=user, now=NOW)

    sentence = "Este plan aún no tiene fechas que confirmar. Espere el cálculo o pida otro."
    assert done == CountryDates(["Comunidad C"], [], [("Comunidad B", sentence)])
    assert again == CountryDates([], ["Comunidad C"], [])
    assert set(Session.objects.values_list("cycle", flat=True)) == {cycles[2].pk}


def test_licence_that_another_community_took_meanwhile_is_said(client, administrator):
    outside, inside = make_country("DOM", "SECPLAN")
    plans = current_plans(solved_country([inside]))
    confirm_plan(plan=solved_plan(outside), user=None, now=NOW)
    administrator(inside)

    said = confirm(client, plans)

    assert "Comunidad SECPLAN: Mientras tanto otra comunidad confirmó una sesión" in said
    assert not Session.objects.exists()


def test_nothing_to_confirm_is_said(client, administrator):
    (cycle,) = make_country("DOM")
    administrator(cycle)

    assert "No quedaba ninguna comunidad por confirmar." in confirm(client, [])
