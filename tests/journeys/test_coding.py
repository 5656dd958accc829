"""An afternoon of coding: codes by keys, a cut, an undo, a merge, and a split with its new look."""

import pytest

from convoca.agenda.models import Coding, Statement
from convoca.agenda.services import code_statement
from tests.agenda.coding import codes_of, live_pieces, make_code
from tests.factories.agenda import answer_interview, make_interviews
from tests.factories.cycles import NOW
from tests.factories.directory import make_coordinator
from tests.journeys.cast import Coordinator
from tests.support.browser import axe_violations, overflows_sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SAID = "Falta gente 😀 en terreno. Y rendimos tres veces.\nNada.\nLa plata llega tarde."


@pytest.fixture
def interview():
    return answer_interview(make_interviews()[0], texts={"problems": SAID})


@pytest.fixture
def carla(interview, desk):
    return desk(make_coordinator(interview.cycle.community))


def said(carla: Coordinator) -> str:
    return carla.page.locator("#said").inner_text()


def press_key(carla: Coordinator, key: str) -> None:
    """Press a key that leads to another page, and wait for it."""
    with carla.page.expect_navigation():
        carla.page.keyboard.press(key)


def test_coding_by_keys_codes_cuts_and_takes_back(interview, carla):
    community = interview.cycle.community
    for name in ("Dotación", "Presupuesto"):
        make_code(community, name, definition=f"Todo lo de {name.lower()}.")

    carla.open("agenda:statements", interview.cycle.pk)
    assert said(carla) == "Falta gente 😀 en terreno. Y rendimos tres veces."
    cuts_the_words_that_are_selected(carla, interview)
    codes_with_keys(carla, interview)
    sets_aside_and_takes_back(carla, interview)


def cuts_the_words_that_are_selected(carla: Coordinator, interview) -> None:
    """Selected words go apart, counted as the server counts, also after a face."""
    carla.page.keyboard.press("c")
    carla.page.evaluate(
        """() => {
          const words = document.getElementById("said").firstChild;
          const range = document.createRange();
          range.setStart(words, words.data.indexOf("Y rendimos"));
          range.setEnd(words, words.data.length);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }"""
    )
    carla.press("Dejar aparte lo seleccionado")
    assert [text for text, _ in live_pieces(interview)][:2] == [
        "Falta gente 😀 en terreno.",
        "Y rendimos tres veces.",
    ]


def codes_with_keys(carla: Coordinator, interview) -> None:
    """A digit ticks a code and Enter saves; what is typed into a field stays there."""
    assert said(carla) == "Falta gente 😀 en terreno."
    carla.page.keyboard.press("1")
    carla.page.keyboard.press("/")
    carla.page.keyboard.type("presupu")
    carla.page.keyboard.press("Enter")
    press_key(carla, "Enter")
    assert live_pieces(interview)[0][1] == ["Dotación", "Presupuesto"]


def sets_aside_and_takes_back(carla: Coordinator, interview) -> None:
    carla.page.keyboard.press("?")
    assert carla.page.locator("#keys").is_visible()
    press_key(carla, "j")
    press_key(carla, "0")
    assert Coding.objects.filter(code__name="Sin contenido").count() == 1
    press_key(carla, "u")
    assert "Deshecho. Este es el dicho, como estaba." in carla.text()
    live = Coding.objects.filter(code__name="Sin contenido", superseded_at__isnull=True)
    assert live.count() == 0
    assert axe_violations(carla.page) == []


def test_merge_part_and_split_in_the_codebook(interview, carla):
    community, cycle = interview.cycle.community, interview.cycle
    plata, dinero = make_code(community, "Plata"), make_code(community, "Dinero")
    one, *_, last = interview.statements.order_by("start")
    for statement, code in ((one, plata), (last, dinero)):
        code_statement(statement=statement, codes=[code], user=None, now=NOW)

    merges_and_parts_again(carla, cycle, one)
    splits_and_looks_again(carla, cycle, last)


def merges_and_parts_again(carla: Coordinator, cycle, one: Statement) -> None:
    carla.open("agenda:codebook", cycle.pk)
    carla.page.get_by_role("link", name="Cambiar Plata").click()
    carla.follow("Unir con otro")
    carla.page.get_by_label("Queda como parte de").select_option("Dinero")
    carla.press("^Unir$")
    assert codes_of(one) == ["Dinero"]
    carla.page.get_by_text("1 código que ya no se ofrece").click()
    carla.page.get_by_role("link", name="Ver Plata").click()
    carla.press("Separar de «Dinero»")
    assert codes_of(one) == ["Plata"]


def splits_and_looks_again(carla: Coordinator, cycle, last: Statement) -> None:
    carla.open("agenda:codebook", cycle.pk)
    carla.page.get_by_role("link", name="Cambiar Dinero").click()
    carla.follow("Dividir")
    carla.page.locator("[name=name_1]").fill("Monto")
    carla.page.locator("[name=name_2]").fill("Oportunidad")
    carla.press("^Dividir$")
    assert carla.heading() == "1 dicho espera otra mirada"
    assert codes_of(last) == ["Dinero"]
    carla.page.get_by_label("Oportunidad").check(force=True)
    carla.press("Guardar y siguiente")
    assert codes_of(last) == ["Oportunidad"]
    assert "Todo está revisado" in carla.text()


def test_coding_without_javascript_on_a_phone(interview, page_factory, live_server, settings):
    settings.BASE_URL = live_server.url
    carla = Coordinator(page_factory(phone=True, javascript=False), live_server.url)
    carla.enter(make_coordinator(interview.cycle.community))
    make_code(interview.cycle.community, "Dotación")

    carla.open("agenda:statements", interview.cycle.pk)
    assert overflows_sideways(carla.page) is False
    carla.page.get_by_text("Cortar o unir", exact=True).click()
    carla.page.get_by_text("… Y rendimos tres veces.").click()
    carla.press("^Cortar$")
    carla.page.get_by_text("Dotación", exact=True).click()
    carla.press("Guardar y siguiente")

    assert live_pieces(interview)[0] == ("Falta gente 😀 en terreno.", ["Dotación"])
