"""A session is moved by dragging it, another by a form without JavaScript; directors are told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from convoca.meetings.services import announce_session
from tests.factories.directory import make_coordinator
from tests.factories.meetings import BEFORE, CALL, make_standing_cycle, participants
from tests.factories.workplan import MORNINGS
from tests.journeys.cast import Coordinator, Director, calendar_of, plain, text_of
from tests.support.browser import axe_violations, overflows_sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TO_WEDNESDAY = "miércoles 10 de marzo, 10:00 (hora de Chile continental)"


@pytest.fixture
def sessions(post, settings, live_server):
    """Two sessions that everybody has in the calendar, a week before the first."""
    settings.BASE_URL = live_server.url
    post.travel(BEFORE)
    made = make_standing_cycle(*[MORNINGS] * 6, video_url=CALL)
    user = make_coordinator(made[0].cycle.community)
    for session in made:
        announce_session(session=session, user=user, now=timezone.now())
        session.refresh_from_db()
    post.leave()
    post.travel(BEFORE + timedelta(minutes=5))
    return made


def test_session_moved_by_dragging_is_told_to_who_takes_part(sessions, desk, post, page_factory):
    session = sessions[0]
    carla = desk(session.cycle.community.team.get().user)

    carla.open("meetings:move", session.cycle_id, session.number)
    wednesday = "table a[href$='?dia=2027-03-10&hora=10:00']"
    carla.page.drag_and_drop("td [data-session]", wednesday)
    carla.page.get_by_role("heading", name="Miércoles 10 de marzo").wait_for()
    assert "Pueden 6; no pueden 0 (tantas como ahora)." in carla.text()
    assert axe_violations(carla.page) == []
    carla.page.get_by_label("Por qué se mueve").fill("Elección de consejeros")
    carla.press("Mover y avisar")
    assert "Se avisa a 6 personas, con su calendario al día." in carla.text()
    directors_are_told(session, post, page_factory)


def directors_are_told(session, post, page_factory) -> None:
    """The mail says what it was and is, its event has the next SEQUENCE, and the page agrees."""
    post.leave()
    person = participants(session.cycle)[0].participant
    address = person.contacts.get(channel="email").value
    mail = post.of(address, "Cambió la sesión 1")[-1]
    method, event = calendar_of(mail)
    assert f"Cuándo: {TO_WEDNESDAY}" in plain(text_of(mail))
    assert "Antes: martes 9 de marzo, 10:00" in plain(text_of(mail))
    assert (method, "SEQUENCE:1" in event, "20270310T130000Z" in event) == ("REQUEST", True, True)
    director = Director(page_factory(javascript=False), post, address)
    director.open_link()
    assert "miércoles 10 de marzo, 10:00" in director.text()


def test_session_moved_by_form_without_javascript_on_a_phone(
    sessions, post, page_factory, live_server
):
    session = sessions[1]
    carla = Coordinator(page_factory(phone=True, javascript=False), live_server.url)
    carla.enter(session.cycle.community.team.get().user)

    carla.open("meetings:move", session.cycle_id, session.number)
    assert overflows_sideways(carla.page) is False
    carla.page.get_by_label("Día").fill("2027-03-26")
    carla.page.get_by_label("Hora").fill("16:00")
    carla.press("Ver qué pasa")
    assert "Pueden 0; no pueden 6 (6 menos que ahora)." in carla.text()
    assert overflows_sideways(carla.page) is False
    carla.page.get_by_label("Por qué se mueve").fill("No hay otra")
    carla.press("Mover y avisar")
    assert "viernes 26 de marzo, 16:00" in carla.text()
    carla.press("Deshacer")
    post.leave()

    session.refresh_from_db()
    assert (session.wall_start, session.sequence) == ("2027-03-23T10:00", 0)
    assert post.of("directora000@comuna.cl", "Cambió") == []
