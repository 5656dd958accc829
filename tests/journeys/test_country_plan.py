"""Three communities share two licences: one run, one planned again, all confirmed at once."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from convoca.cycles.models import Cycle
from convoca.meetings.models import Session
from convoca.workplan.core.problem.grid import fill_day
from convoca.workplan.services import solve_waiting_country_plans, solve_waiting_plans
from tests.factories.country import make_country
from tests.factories.directory import make_user
from tests.support.browser import axe_violations, overflows_sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ONE_HOUR = ("y" + "n" * 8) + fill_day("n", "n") * 4


@pytest.fixture
def administrator():
    """Somebody who answers for three communities that all want Mondays at nine."""
    cycles = make_country("DOM", "SECPLAN", "TRANSITO", people=12, weekly=ONE_HOUR, licences=2)
    Cycle.objects.update(plan_from=timezone.localdate() + timedelta(days=20))
    association = cycles[0].community.association
    return make_user(association, "ada@ejemplo.cl", "Ada Administra", administrator=True)


def test_country_is_planned_looked_at_planned_again_in_part_and_confirmed(administrator, desk):
    ada = desk(administrator)
    ada.open("workplan:country")
    assert axe_violations(ada.page) == []
    ada.press("Calcular las fechas de las marcadas")

    assert solve_waiting_country_plans() == 1
    ada.page.get_by_role("heading", name="3 comunidades con fechas").wait_for()
    assert axe_violations(ada.page) == []
    assert not overflows_sideways(ada.page)

    ada.page.get_by_role("button", name="Buscar otras").first.click()
    ada.page.get_by_text("Se calculan otra vez las fechas de Comunidad DOM").wait_for()
    assert solve_waiting_plans() == 1

    ada.open("workplan:country_calendar")
    assert ada.page.locator("td .state.invited").count() == 6
    assert axe_violations(ada.page) == []
    assert not overflows_sideways(ada.page)

    ada.page.get_by_role("link", name="Fechas de todas").click()
    ada.press("Confirmar las fechas de 3 comunidades")
    ada.page.get_by_text("3 comunidades tienen sus sesiones").wait_for()
    hours = Counter(Session.objects.values_list("starts_at", flat=True))
    assert (hours.total(), max(hours.values())) == (6, 2)
