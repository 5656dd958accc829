"""Thirty interviews become an agenda that anybody may read, in the browser.

One story in acts, each a function. Three people are interviewed by hand: one alone on a phone,
one by somebody of the team while the line is cut, one who prefers not to; the rest by the
services that the pages use.
"""

import re

import pytest
from django.utils import timezone

from convoca.agenda.models import BlindRound, Interview
from convoca.agenda.queries.statements import live_statements
from convoca.agenda.services import code_statement
from convoca.cycles.models import Cycle
from convoca.directory.queries.people import email_of
from tests.agenda.coding import make_code
from tests.factories.agenda import answer_interview, make_interviews, theme_named
from tests.factories.blind_rounds import make_coder
from tests.factories.directory import make_coordinator
from tests.factories.interviewing import make_interviewer
from tests.journeys.cast import CUT, SENT, WAITING, Coordinator, Director, Interviewer, Post, plain

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PROVING, PROFILES = "Rendición de fondos regionales", "Formulación de proyectos y RS"
WATER, STAFF = "Agua y conectividad rural", "Profesionales y honorarios"
BUYING, HOUSING = "Licitaciones y compras", "Vivienda y gestión de suelo"
NORTH = {PROVING: (5, 5), BUYING: (4, 4), HOUSING: (3, 4)}
COAST = {PROFILES: (5, 4), STAFF: (4, 4)}
RURAL = {WATER: (5, 5), PROVING: (3, 3)}
MASS = [
    (11, NORTH, "Rendimos {} veces cada fondo."),
    (8, COAST, "Un perfil volvió con {} observaciones."),
    (8, RURAL, "Quedan {} sectores sin agua potable."),
]
BOOK = {"Rendimos": "Rendiciones", "perfil": "Perfiles", "agua": "Agua"}
ALONE = "Rendimos lo mismo en tres plataformas, con tres timbres."
ON_SCREEN = {
    "problems": "Cada perfil espera siete meses.",
    "first": "El perfil de la escuela volvió por un plano.",
    "practice": "Revisamos cada perfil con otra comuna.",
}
SHORT = "Falta gente y falta plata."
ASKED = "¿Qué tendría que darle esta comunidad para que valga una hora suya?"


@pytest.fixture
def cycle(one_database) -> Cycle:
    """A cycle of thirty that take part, to be interviewed."""
    return make_interviews(30, now=timezone.now())[0].cycle


def test_thirty_interviews_become_a_published_agenda(cycle, post, site, page_factory, settings):
    settings.BASE_URL = site
    carla = Coordinator(page_factory(phone=False), site)
    carla.enter(make_coordinator(cycle.community))
    phone = page_factory(phone=True, javascript=False)
    emilio = Interviewer(page_factory(phone=False, allowed=CUT), site)
    emilio.enter(make_interviewer(cycle))
    experts = {
        name: Coordinator(page_factory(phone=name == "ana"), site) for name in ("ana", "luis")
    }

    changes_a_question(carla, cycle)
    interviews_everybody(carla, emilio, cycle, post, phone)
    codes_what_was_said(carla, cycle)
    two_code_blind(carla, experts, cycle)
    merges_and_splits(carla, cycle)
    takes_back_a_quote(carla, cycle, post, phone)
    asks_the_directors(carla, cycle, post, phone)
    decides_otherwise(carla, cycle)
    publishes(carla, cycle, post, phone)


def whole_page(carla: Coordinator) -> str:
    """Return all that is read on a page, its headline too."""
    return plain(carla.page.locator("body").inner_text())


def changes_a_question(carla: Coordinator, cycle: Cycle) -> None:
    """Nobody is asked the draft until it is put to use."""
    carla.pass_gate(f"/ciclo/{cycle.pk}/")
    carla.open("agenda:guide", cycle.pk)
    carla.press("Cambiar la pauta")
    carla.follow("Qué espera de la asociación")
    carla.page.get_by_label("Pregunta", exact=True).fill(ASKED)
    carla.press("^Guardar$")
    carla.follow("Poner en uso")
    assert ASKED in carla.text()
    assert "30 entrevistas por empezar la usarán" in whole_page(carla)
    carla.fill("Qué cambió", "Se pregunta por la hora que se dedica")
    carla.press("Poner en uso")
    carla.open("agenda:guide", cycle.pk)
    assert ASKED in carla.text()
    assert "Se pregunta por la hora que se dedica" in carla.text()


def interviews_everybody(
    carla: Coordinator, emilio: Interviewer, cycle: Cycle, post: Post, phone
) -> None:
    """One alone, one on the screen, one who declines, and the rest."""
    carla.open("agenda:links", cycle.pk)
    carla.confirm()
    post.leave()
    first, second, third, *rest = Interview.objects.filter(cycle=cycle).order_by("pk")
    alone = Director(phone, post, email_of(first.person))
    alone.answer_interview(NORTH, ALONE)
    assert first.answers.get(question="expectations").value == ALONE
    asks_on_a_cut_line(emilio, second)
    declines(Director(phone, post, email_of(third.person)))
    for count, ratings, said in MASS:
        for number in range(count):
            words = {"problems": said.format(number + 2)}
            answer_interview(rest.pop(), ratings, texts=words, now=timezone.now())
    carla.open("agenda:interviews", cycle.pk)
    assert carla.heading() == "29 de 30 entrevistas hechas"
    carla.pass_gate(f"/ciclo/{cycle.pk}/")
    assert "Agenda: qué falta" in carla.text()


def asks_on_a_cut_line(emilio: Interviewer, interview: Interview) -> None:
    """Three answers wait on the laptop while the line is down, and arrive when it is back."""
    emilio.begin(interview, "consent")
    for word in ("yes", "no", "yes"):
        asked = emilio.question()
        emilio.page.locator(f"input[name=value][value={word}]").check(force=True)
        emilio.next()
        emilio.wait_for_another(asked)
    emilio.begin(interview)
    emilio.cut()
    for text in ON_SCREEN.values():
        emilio.write(text)
        emilio.next()
    emilio.wait_for(WAITING)
    assert not interview.answers.filter(question__in=ON_SCREEN).exists()
    emilio.cut(is_cut=False)
    emilio.wait_for(SENT)
    assert emilio.question() == ASKED
    emilio.ask_all(COAST, SHORT)
    assert emilio.heading().endswith(": entrevista hecha")
    kept = interview.answers.filter(question__in=ON_SCREEN)
    assert dict(kept.values_list("question", "value")) == ON_SCREEN


def declines(director: Director) -> None:
    director.open_link()
    director.press("No quiero responder")
    assert director.heading() == "Gracias por avisarnos"
    assert "Sigue en la comunidad igual que antes" in director.text()


def fitting(said: str) -> str:
    """Return the code of the book that an attentive reader gives to these words."""
    return next((code for word, code in BOOK.items() if word in said), "Falta de todo")


def codes_what_was_said(carla: Coordinator, cycle: Cycle) -> None:
    """Most is coded; what the two by hand said waits, and alike things are coded together."""
    themes = zip(BOOK.values(), (PROVING, PROFILES, WATER), strict=True)
    codes = {
        name: make_code(cycle.community, name, theme=theme_named(cycle, title))
        for name, title in themes
    }
    by_hand = Interview.objects.filter(cycle=cycle).order_by("pk")[:2]
    for statement in live_statements(cycle).exclude(interview__in=list(by_hand)):
        given = [codes[fitting(statement.text)]]
        code_statement(statement=statement, codes=given, user=None, now=timezone.now())
    carla.open("agenda:statements", cycle.pk)
    assert carla.heading() == "27 de 37 dichos con código"
    while carla.page.locator("#said").count():
        gives(carla, carla.page.locator("#said").inner_text())
    assert carla.heading() == "37 de 37 dichos con código"


def gives(carla: Coordinator, said: str) -> None:
    """Give a statement its code, a new one where the book has none, and to all its twins."""
    name = "Rendición repetida" if said == ALONE else fitting(said)
    known = carla.page.locator("#codes").get_by_text(name, exact=True)
    if known.count():
        known.click()
    else:
        carla.page.get_by_text("Código nuevo", exact=True).click()
        carla.page.locator(".new-code input").fill(name)
        theme = PROVING if said == ALONE else STAFF
        carla.page.locator(".new-code select").select_option(label=theme)
    if carla.page.locator(".twins").count():
        carla.page.locator(".twins summary").click()
        for twin in carla.page.locator(".twins input").all():
            twin.check()
    carla.press("Guardar y siguiente")


def two_code_blind(carla: Coordinator, experts: dict[str, Coordinator], cycle: Cycle) -> None:
    """They agree but for the last one, and the coordinator says what it is."""
    for name, expert in experts.items():
        expert.enter(make_coder(cycle, f"{name}@ejemplo.cl", name.title()))
    carla.open("agenda:blind_rounds", cycle.pk)
    carla.page.get_by_label("Una persona").select_option("Ana")
    carla.page.get_by_label("Y otra").select_option("Luis")
    carla.page.get_by_label("Cuánto se codifica dos veces").select_option("10 %")
    carla.press("Abrir la ronda")
    blind_round = BlindRound.objects.get()
    codes_blind(experts["ana"], cycle, 4)
    codes_blind(experts["luis"], cycle, 3)
    experts["luis"].press("Ninguno calza")
    carla.open("agenda:blind_round", cycle.pk, blind_round.pk)
    assert carla.heading().startswith("Acuerdo: 0,")
    carla.press("Aceptar 3 en que coinciden")
    carla.follow("Resolver")
    code = fitting(carla.page.locator("#said").inner_text())
    carla.page.locator("form ul").get_by_text(code, exact=True).click()
    carla.fill("Por qué se resuelve así", "Lo dice el libro de códigos.")
    carla.press("^Guardar$")
    blind_round.refresh_from_db()
    assert blind_round.state == BlindRound.State.SETTLED


def codes_blind(expert: Coordinator, cycle: Cycle, count: int) -> None:
    expert.open("agenda:blind_rounds", cycle.pk)
    expert.follow("Codificar los míos")
    for done in range(count):
        assert expert.heading() == f"{done} de 4 dichos a ciegas"
        code = fitting(expert.page.locator("#said").inner_text())
        expert.page.locator("form ul").get_by_text(code, exact=True).click()
        expert.press("Guardar y siguiente")


def merges_and_splits(carla: Coordinator, cycle: Cycle) -> None:
    """One code goes into another; one becomes two, and what it had is looked at again."""
    opens_code(carla, cycle, "Rendición repetida")
    carla.follow("Unir con otro")
    carla.page.get_by_label("Queda como parte de").select_option("Rendiciones")
    carla.press("^Unir$")
    opens_code(carla, cycle, "Falta de todo")
    carla.follow("Dividir")
    carla.page.locator("[name=name_1]").fill("Dotación")
    carla.page.locator("[name=name_2]").fill("Plata")
    carla.press("^Dividir$")
    assert carla.heading() == "2 dichos esperan otra mirada"
    for code in ("Dotación", "Plata"):
        carla.page.get_by_role("checkbox", name=code).check(force=True)
        carla.press("Guardar y siguiente")
    assert "Todo está revisado" in carla.text()
    carla.open("agenda:codebook", cycle.pk)
    assert "2 códigos que ya no se ofrecen" in carla.text()


def opens_code(carla: Coordinator, cycle: Cycle, name: str) -> None:
    carla.open("agenda:codebook", cycle.pk)
    carla.follow(f"Cambiar {name}")


def takes_back_a_quote(carla: Coordinator, cycle: Cycle, post: Post, phone) -> None:
    """A director no longer wants to be quoted: the words are gone, the opinion counts."""
    carla.open("agenda:agenda", cycle.pk)
    before = carla.text()
    first = Interview.objects.filter(cycle=cycle).earliest("pk")
    withdraws_quotes(Director(phone, post, email_of(first.person)))
    carla.open("agenda:agenda", cycle.pk)
    after = carla.text()
    assert (ALONE in before, ALONE in after) == (True, False)
    assert "De 29 entrevistas" in whole_page(carla)
    carla.open("agenda:quotes", cycle.pk, theme_named(cycle, PROVING).pk)
    assert carla.heading() == f"11 dichos sobre «{PROVING}»"


def withdraws_quotes(director: Director) -> None:
    """Go by the newest mail to what was allowed, and take back one thing."""
    director.open_link()
    director.follow("Lo que permití")
    quoting = director.page.locator(".card", has_text=re.compile("citar", re.IGNORECASE)).first
    quoting.get_by_text("Retirar este permiso").click()
    director.press("No citen mis palabras")
    assert "Listo: ya no lo permite." in director.page.locator("body").inner_text()


def asks_the_directors(carla: Coordinator, cycle: Cycle, post: Post, phone) -> None:
    """The draft goes to all who were interviewed; one agrees, one misses a theme."""
    carla.open("agenda:agenda", cycle.pk)
    carla.follow("Preguntar a los directores")
    assert "29 personas de 29 entrevistadas" in carla.text()
    carla.press("Abrir la consulta y enviar")
    post.leave()
    first, second = Interview.objects.filter(cycle=cycle).order_by("pk")[:2]
    agreeing = Director(phone, post, email_of(second.person))
    agreeing.open_link()
    assert f"1. {PROVING}" in agreeing.text()
    agreeing.press("Estoy de acuerdo")
    assert "Está de acuerdo." in agreeing.text()
    missing = Director(phone, post, email_of(first.person))
    missing.open_link()
    assert "Usted: interés 5, urgencia 5." in missing.text()
    phone.get_by_text("Me falta un tema", exact=True).click()
    phone.get_by_label("El tema que le falta").select_option(HOUSING)
    phone.get_by_label("¿Por qué? Con sus palabras").fill("Hay tres comités sin terreno.")
    missing.press("Decir que me falta")
    assert f"Le falta: {HOUSING}. «Hay tres comités sin terreno.»" in missing.text()
    carla.open("agenda:round", cycle.pk)
    assert carla.heading() == "2 de 29 dijeron qué les parece"
    assert "Hay tres comités sin terreno." in carla.text()
    carla.page.get_by_text("Cerrar la consulta antes del plazo").click()
    carla.press("Cerrar la consulta ahora")
    assert "ya está cerrada" in whole_page(carla)


def decides_otherwise(carla: Coordinator, cycle: Cycle) -> None:
    """The last theme gives way to the one that was missed, with a reason that stays."""
    carla.open("agenda:agenda", cycle.pk)
    carla.follow("Elegir otros temas")
    carla.page.get_by_label("Sesión 4").select_option(HOUSING)
    carla.fill("Por qué elige otros temas", "Los comités vencen en marzo.")
    carla.press("Confirmar con estos temas")
    assert carla.heading().startswith("Agenda confirmada.")
    assert "Se cambió lo que daba la regla: «Los comités vencen en marzo.»" in carla.text()
    carla.pass_gate(f"/ciclo/{cycle.pk}/")
    assert "Plan: qué falta" in carla.text()


def publishes(carla: Coordinator, cycle: Cycle, post: Post, phone) -> None:
    """Anybody reads the agenda and its quotes, as long as who spoke allows it."""
    carla.open("agenda:agenda", cycle.pk)
    carla.follow("Publicar la agenda")
    assert ALONE not in carla.text()
    for text in ("Rendimos 2 veces cada fondo.", ON_SCREEN["problems"]):
        carla.page.locator(".choice", has_text=text).click()
    carla.press("^Publicar$")
    address = carla.page.locator(".notice.good a").inner_text()
    anybody = Director(phone, post, "")
    phone.context.clear_cookies()
    phone.goto(address)
    read = anybody.text()
    topics = phone.locator("section.card h2").all_inner_texts()
    assert topics == [f"1. {PROVING}", f"2. {PROFILES}", f"3. {WATER}", f"4. {HOUSING}"]
    assert ("Rendimos 2 veces cada fondo." in read, ON_SCREEN["problems"] in read) == (True, True)
    assert ALONE not in read
    second = Interview.objects.filter(cycle=cycle).order_by("pk")[1]
    withdraws_quotes(Director(phone, post, email_of(second.person)))
    phone.goto(address)
    assert ON_SCREEN["problems"] not in anybody.text()
    sheet = phone.get_by_role("link", name="Descargar en una hoja (PDF)").get_attribute("href")
    assert phone.request.get(carla.home + str(sheet)).body().startswith(b"%PDF")
