"""The page on which one session is moved."""

from datetime import timedelta

import pytest

from convoca.meetings.models import Session
from tests.factories.directory import make_coordinator, make_user
from tests.factories.meetings import BEFORE, WALL, make_standing_cycle
from tests.factories.workplan import MORNINGS, TUESDAYS
from tests.meetings.reading import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WANTED = {"dia": "2027-03-10", "hora": "10:00", "motivo": "Elección", "desde": WALL}


@pytest.fixture
def session():
    return make_standing_cycle(*[MORNINGS] * 4, TUESDAYS)[0]


@pytest.fixture
def page(session, client):
    client.force_login(make_coordinator(session.cycle.community))
    return f"/sesiones/{session.cycle_id}/1/mover/"


def test_move_page_ranks_places_and_shows_the_week(client, page):
    response = client.get(page)
    shown = text_of(response)

    assert len(response.context["proposals"]) == 5
    assert "Semana del martes 9 de marzo" not in shown
    assert "Semana del lunes 8 de marzo: cuántas personas pueden, también si es necesario" in shown
    assert 'href="/sesiones/' in shown
    assert "(tantas como ahora)" in shown


def test_move_page_of_another_week_stays_within_the_plan(client, page):
    far = client.get(page, {"semana": "2030-01-01"}).context
    odd = client.get(page, {"semana": "nada"}).context

    assert (far["week_after"], far["monday"].isoformat()) == (None, "2027-05-24")
    assert odd["monday"].isoformat() == "2027-03-08"


def test_move_page_says_at_once_who_cannot_and_which_rule_breaks(client, page, session):
    shown = text_of(client.get(page, {"dia": "2027-03-10", "hora": "19:30"}))
    absent = text_of(client.get(page, {"dia": "2027-03-10", "hora": "10:00"}))

    assert "Miércoles 10 de marzo a las 19:30" in shown
    assert "Se preguntó por sesiones a la hora en punto, entre las 9 y las 18." in shown
    assert "Sé que se puede: moverla de todos modos" in shown
    assert "Pueden 4; no pueden 1 (1 menos que ahora)." in absent
    assert "Quién no puede a esa hora: 1" in absent
    assert "Sé que se puede" not in absent


def test_move_page_answers_a_cell_with_its_fragment_alone(client, page):
    asked = {"dia": "2027-03-10", "hora": "10:00"}
    response = client.get(page, asked, headers={"HX-Request": "true"})

    assert response.content.decode().strip().startswith('<section class="stack" id="trial"')
    assert "proposals" not in response.context


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"dia": "9/3", "hora": "25:00"}, "Escriba la hora así: 10:00."),
        ({"dia": "2027-09-05", "hora": "00:30"}, "La siguiente que sí existe es 05-09-2027, 01:00"),
    ],
)
def test_move_page_of_an_hour_that_cannot_be_read_says_so(client, page, asked, said):
    assert said in text_of(client.get(page, asked))


def test_move_page_moves_and_offers_to_undo(client, page, session):
    response = client.post(page, WANTED, follow=True)
    batch = response.context["moved"]
    session.refresh_from_db()
    moved = session.wall_start
    undone = client.post(f"{page}deshacer/", {"movida": batch}, follow=True)

    session.refresh_from_db()
    assert (moved, session.wall_start) == ("2027-03-10T10:00", WALL)
    assert "Cambio guardado." in text_of(response)
    assert "Antes: martes 9 de marzo, 10:00" in text_of(response)
    assert "La sesión volvió a su hora de antes." in text_of(undone)


def test_undo_of_a_move_is_not_offered_after_its_time(client, page, clock):
    response = client.post(page, WANTED)
    clock.move_to(BEFORE + timedelta(seconds=31))

    shown = client.get(response.headers["Location"])
    refused = client.post(f"{page}deshacer/", {"movida": "1800000000.0"}, follow=True)

    assert "moved" not in shown.context
    assert "no queda nada que deshacer" in text_of(refused)


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"motivo": ""}, 422, "Escriba por qué se mueve"),
        ({"dia": "2027-03-13"}, 409, "Es fin de semana."),
        ({"dia": "2027-02-03"}, 409, "Esa fecha ya pasó"),
        ({"desde": "2027-03-01T09:00"}, 409, "Mientras tanto alguien movió esta sesión"),
        ({"dia": "2027-03-09"}, 409, "No hay cambios"),
    ],
)
def test_move_that_cannot_be_keeps_what_was_written(client, page, session, fields, status, said):
    response = client.post(page, WANTED | fields)

    session.refresh_from_db()
    assert (response.status_code, said in text_of(response)) == (status, True)
    assert session.wall_start == WALL
    assert fields.get("motivo", "Elección") in response.content.decode()


def test_move_page_of_a_session_that_was_held_goes_back_with_a_sentence(client, page, session):
    Session.objects.filter(pk=session.pk).update(state="held")

    response = client.get(page, follow=True)

    assert "Esta sesión está «realizada»" in text_of(response)


def test_move_page_asks_the_same_number_of_queries_for_few_and_for_more(
    client, django_assert_max_num_queries
):
    counts = []
    for people in (1, 3):
        first = make_standing_cycle(*[MORNINGS] * people)[0]
        association = first.cycle.community.association
        client.force_login(make_user(association, f"{people}@x.cl", administrator=True))
        with django_assert_max_num_queries(60) as asked:
            client.get(f"/sesiones/{first.cycle_id}/1/mover/?dia=2027-03-10&hora=10:00")
        counts.append(len(asked))

    assert counts[0] == counts[1]
