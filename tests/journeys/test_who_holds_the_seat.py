"""Who holds a seat: a roster cleaned by hand, loaded and undone; a director replaced in mid-cycle.

What came before is made with the services; from there on who acts only uses pages and mails.
"""

from datetime import timedelta

import pytest

from convoca.convening.queries import live_invitations
from convoca.cycles.models import Cycle
from convoca.directory.models import Community, Tenure
from convoca.meetings.models import Commitment
from tests.directory.rosters import draft, load, make_places
from tests.factories.convening import make_accepted_cycle, mark_presences
from tests.factories.cycles import NOW
from tests.factories.directory import make_community, make_coordinator
from tests.factories.meetings import make_session
from tests.journeys.cast import Coordinator, Director, Post, text_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

DIRTY = """NÓMINA DE DIRECTORES;;;

Comuna;Quien dirige;Casilla;Anexo
Ñuñoa;Ana Pérez;ana@nunoa.cl;987654321
MAIPU;Nora Nueva;nora@maipu.cl;
Llay Lay;Diego Báez;diego@llay.cl;
Arica;Rosa Flores;rosa@arica.cl;
Villa Alegría;;sin arroba;12
"""
PLACES = (("Ñuñoa", "13120"), ("Maipú", "13119"), ("Llaillay", "05703"), ("Arica", "15101"))
BEFORE = {"Maipú": "Luis Soto"}
AFTER = {"Maipú": "Nora Nueva", "Ñuñoa": "Ana Pérez", "Llaillay": "Diego Báez"}


def holders() -> dict[str, str]:
    """Return who holds each seat now."""
    now = Tenure.objects.filter(to_on__isnull=True).select_related("person", "seat__municipality")
    return {one.seat.municipality.comuna_name: one.person.name for one in now}


# A roster


def test_a_roster_is_cleaned_by_hand_loaded_and_undone(post, desk):
    post.travel(NOW + timedelta(days=1))
    community = make_places(make_community(), PLACES)
    load(draft(community, "Maipú;Luis Soto;luis@maipu.cl;\n"))
    carla = desk(make_coordinator(community))

    the_columns_are_named(community, carla)
    the_rows_are_decided(carla)
    it_is_loaded(carla)
    it_is_undone(carla)


def the_columns_are_named(community: Community, carla: Coordinator) -> None:
    """The titles are such that nobody could know; a person says what three columns are."""
    carla.open("directory:roster_new", community.pk)
    file = {"name": "nómina.csv", "mimeType": "text/csv", "buffer": DIRTY.encode("cp1252")}
    carla.page.locator("input[type=file]").set_input_files(file)
    carla.press("Revisar la nómina")
    assert carla.heading() == "¿Qué trae cada columna?"
    told = {"Comuna": "Comuna o municipalidad", "Quien dirige": "Nombre completo"}
    for title, subject in {**told, "Casilla": "Correo"}.items():
        carla.page.get_by_label(f"Qué es la columna «{title}»").select_option(label=subject)
    carla.press("Leer así la planilla")


def the_rows_are_decided(carla: Coordinator) -> None:
    """One comuna is chosen, one person replaced, one row left out."""
    assert carla.heading() == "2 nuevas y 0 con cambios"
    carla.page.get_by_label("Comuna de «Llay Lay»").select_option(index=1)
    carla.press("Guardar mis decisiones")
    assert carla.heading() == "3 nuevas y 0 con cambios"
    row = carla.page.get_by_role("row")
    row.filter(has_text="Nora Nueva").get_by_label("Es un reemplazo").check()
    carla.press("Guardar mis decisiones")
    carla.follow("^Nuevas")
    row.filter(has_text="Rosa Flores").get_by_label("No cargar esta fila").check()
    assert holders() == BEFORE


def it_is_loaded(carla: Coordinator) -> None:
    carla.press("Cargar la nómina")
    assert carla.heading() == "Esta nómina está cargada"
    assert "3 filas cargadas" in carla.text()
    assert holders() == AFTER


def it_is_undone(carla: Coordinator) -> None:
    carla.press("Deshacer esta carga")
    assert carla.heading() == "Esta nómina está deshecha"
    assert holders() == BEFORE


# A replacement


def test_a_director_is_replaced_in_mid_cycle(post, desk, page_factory):
    post.travel(NOW)
    cycle = make_accepted_cycle(2)
    post.leave()
    session = make_session(cycle, topic="Fondos concursables")
    came_and_promised(cycle, session)
    post.travel(NOW + timedelta(days=80))
    carla = desk(make_coordinator(cycle.community))
    seat_id = live_invitations(cycle)[0].seat_id
    old = Director(page_factory(javascript=False, allowed=["status of 410"]), post, OLD)
    new = Director(page_factory(javascript=False), post, NEW)

    the_person_changes(cycle, carla, seat_id)
    the_old_link_is_closed(old)
    the_successor_is_welcomed(carla, new, post)
    the_seat_keeps_its_history(cycle, carla, seat_id)


OLD, NEW = "directora000@comuna.cl", "nora@comuna.cl"


def came_and_promised(cycle: Cycle, session) -> None:
    """The seat came to the first session and promised something there."""
    seat = live_invitations(cycle)[0].seat
    mark_presences(cycle, seat, "p")
    Commitment.objects.create(
        session=session, seat=seat, text="Enviar la pauta de rendición", created_at=NOW
    )


def the_person_changes(cycle: Cycle, carla: Coordinator, seat_id: int) -> None:
    carla.open("convening:seat", cycle.pk, seat_id)
    carla.page.get_by_text("Cambió la persona: quién ocupa ahora el puesto").click()
    form = carla.page.locator("#holder")
    form.locator("input[name=name]").fill("Nora Nueva")
    form.locator("input[name=email]").fill(NEW)
    form.get_by_role("button", name="Guardar").click()
    assert "Nora Nueva ocupa ahora el puesto. Falta invitarle." in carla.text()


def the_old_link_is_closed(old: Director) -> None:
    answer = old.page.goto(old.post.link(old.address))
    assert (answer.status, old.heading()) == (410, "Este enlace no abre")


def the_successor_is_welcomed(carla: Coordinator, new: Director, post: Post) -> None:
    before = len(post.of(OLD))
    carla.follow("Dar la bienvenida a Nora Nueva")
    carla.confirm()
    post.leave()
    letter = text_of(post.of(NEW)[-1])
    found = [words in letter for words in ("Fondos concursables", "Enviar la pauta de rendición")]
    assert found == [True, True]
    new.open_link()
    new.press("Sí, participaré")
    assert new.heading() == "Quedó anotado: sí participará"
    post.leave()
    assert len(post.of(OLD)) == before


def the_seat_keeps_its_history(cycle: Cycle, carla: Coordinator, seat_id: int) -> None:
    carla.open("convening:seat", cycle.pk, seat_id)
    page = carla.text()
    found = [
        words in page
        for words in (
            "Respuesta por enlace personal: participa (Nora Nueva)",
            "Ciclo 1, sesión 1: presente (Directora 000)",
            "Respuesta por enlace personal: participa (Directora 000)",
            "Enviar la pauta de rendición",
        )
    ]
    assert found == [True] * 4
