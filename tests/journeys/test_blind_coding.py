"""Two experts code the same statements blind; the coordinator compares and settles."""

import pytest

from convoca.agenda.models import BlindRound
from tests.factories.blind_rounds import make_coder, make_said_cycle
from tests.factories.directory import make_coordinator
from tests.journeys.cast import Coordinator
from tests.support.browser import axe_violations, overflows_sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cycle():
    return make_said_cycle(10)


def opens_a_round(carla: Coordinator, cycle) -> BlindRound:
    carla.open("agenda:blind_rounds", cycle.pk)
    carla.page.get_by_label("Una persona").select_option("ana@ejemplo.cl")
    carla.page.get_by_label("Y otra").select_option("luis@ejemplo.cl")
    carla.page.get_by_label("Cuánto se codifica dos veces").select_option("20 %")
    carla.press("Abrir la ronda")
    return BlindRound.objects.get()


def codes(expert: Coordinator, cycle, *choices: str) -> None:
    """Give one code a statement, and look that the page tells nothing of the other."""
    expert.open("agenda:blind_rounds", cycle.pk)
    expert.page.get_by_role("link", name="Codificar los míos").click()
    for choice in choices:
        expert.page.get_by_text(choice, exact=True).first.click()
        assert expert.page.get_by_role("checkbox", checked=True).count() == 1
        assert axe_violations(expert.page) == []
        assert not overflows_sideways(expert.page)
        expert.press("Guardar y siguiente")


def test_blind_round_is_opened_coded_compared_and_settled(cycle, desk):
    ana = make_coder(cycle, name="ana@ejemplo.cl")
    luis = make_coder(cycle, "luis@ejemplo.cl", name="luis@ejemplo.cl")
    carla = desk(make_coordinator(cycle.community))
    blind_round = opens_a_round(carla, cycle)

    codes(desk(ana, phone=True), cycle, "Plata", "Plata")
    codes(desk(luis), cycle, "Plata", "Plazos")
    carla.open("agenda:blind_round", cycle.pk, blind_round.pk)
    assert "Acuerdo: 0,00" in carla.page.locator("h1").inner_text()
    assert axe_violations(carla.page) == []
    carla.press("Aceptar 1 en que coinciden")
    carla.page.get_by_role("link", name="Resolver").click()
    carla.page.get_by_text("Plazos", exact=True).last.click()
    carla.page.get_by_label("Por qué se resuelve así").fill("Habla de fechas.")
    carla.press("Guardar")

    blind_round.refresh_from_db()
    assert blind_round.state == "settled"
    given = [
        list(item.statement.codings.values_list("code__name", flat=True))
        for item in blind_round.items.all()
    ]
    assert given == [["Plata"], ["Plazos"]]
