from datetime import timedelta

import pytest
import time_machine
from icalendar import Calendar

from convoca.convening.services import answer_invitation
from convoca.directory.models import Municipality
from convoca.foundation.links import address_of
from convoca.meetings.models import Commitment, Session
from tests.factories.meetings import (
    AFTER,
    BEFORE,
    CALL,
    START,
    make_announced_cycle,
    open_session_link,
    participants,
    seats_of_cycle,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(BEFORE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def session():
    return make_announced_cycle(2)


@pytest.fixture
def link(client, session):
    return open_session_link(client, session)


@pytest.fixture
def page(link):
    return f"/p/e/{link.reference}/sesion/"


def text_of(response):
    return " ".join(response.content.decode().split()).replace("\N{NO-BREAK SPACE}", " ")


def presences(session):
    return list(session.attendances.values_list("seat", "presence", "source", "reason"))


def test_session_page_shows_topic_own_hour_and_the_call(client, page):
    shown = text_of(client.get(page))

    assert "Sesión 1: Tema 1" in shown
    assert "martes 9 de marzo, 10:00 (hora de Chile continental)" in shown
    assert f'href="{CALL.replace("&", "&amp;")}"' in shown
    assert "Directora 000 · Comuna 000" in shown


def test_session_page_elsewhere_names_both_hours(client, page):
    Municipality.objects.update(zone="Pacific/Easter")

    shown = text_of(client.get(page))

    assert "martes 9 de marzo, 8:00 (hora de Rapa Nui)" in shown
    assert "AMUCH: martes 9 de marzo, 10:00 (hora de Chile continental)" in shown


def test_session_page_is_light(client, page):
    assert len(client.get(page).content) <= 30_000


def test_session_page_without_the_token_shown_is_refused(client, session, link):
    client.cookies.clear()

    response = client.get(f"/p/e/{link.reference}/sesion/")

    assert (response.status_code, "Tema 1" in text_of(response)) == (410, False)


def test_excuse_is_recorded_said_back_and_undone(client, page, session):
    excused = client.post(page + "no-podre/", {"reason": "Concejo"}, follow=True)
    first = seats_of_cycle(session.cycle)[0]
    recorded = presences(session)
    undone = client.post(page + "si-podre/", follow=True)

    assert recorded == [(first.pk, "excused", "link", "Concejo")]
    assert "Usted avisó que no podrá ir." in text_of(excused)
    assert "le esperamos en la sesión" in text_of(undone)
    assert presences(session) == []


def test_excuse_by_get_records_nothing(client, page, session):
    assert client.get(page + "no-podre/").status_code == 405
    assert presences(session) == []


def test_excuse_too_long_keeps_what_was_written(client, page, session):
    response = client.post(page + "no-podre/", {"reason": "x" * 201})

    assert (response.status_code, "menos de 200 letras" in text_of(response)) == (422, True)
    assert presences(session) == []


def test_excuse_once_the_session_began_is_refused(client, page, session, clock):
    clock.move_to(START)

    response = client.post(page + "no-podre/")

    assert (response.status_code, presences(session)) == (409, [])
    assert "ya empezó" in text_of(response)
    assert client.post(page + "si-podre/").status_code == 409


def test_session_page_of_who_does_not_take_part_any_more_gives_no_call(client, page, session):
    invitation = participants(session.cycle)[0]
    answer_invitation(invitation=invitation, answer="no", via="staff", now=BEFORE)

    shown = text_of(client.get(page))

    assert ("Tema 1" in shown, "zoom.us" in shown, "no figura" in shown) == (True, False, True)
    assert client.post(page + "no-podre/").status_code == 409


def test_session_page_of_a_cancelled_session_offers_nothing(client, page, session):
    session.state = Session.State.CANCELLED
    session.save()

    shown = text_of(client.get(page))

    assert ("no se hará" in shown, "zoom.us" in shown, "No podré ir" in shown) == (
        True,
        False,
        False,
    )


def test_session_page_shows_minutes_only_once_they_were_sent(client, page, session, clock):
    clock.move_to(AFTER)
    session.state, session.minutes_text = Session.State.HELD, "Se acordó <b>X</b>."
    session.save()
    before = text_of(client.get(page))
    session.minutes_sent_at = AFTER
    session.save()

    assert ("Se acordó" in before, "Cuando el acta esté lista" in before) == (False, True)
    assert "Se acordó &lt;b&gt;X&lt;/b&gt;." in text_of(client.get(page))


def test_session_page_shows_own_commitments_and_nobody_elses(client, page, session):
    for seat, text in zip(
        seats_of_cycle(session.cycle), ["Publicar la pauta", "Lo ajeno"], strict=True
    ):
        Commitment.objects.create(session=session, seat=seat, text=text, created_at=BEFORE)

    shown = text_of(client.get(page))

    assert ("Publicar la pauta" in shown, "Lo ajeno" in shown) == (True, False)


def test_calendar_file_is_a_copy_to_keep_with_the_own_page(client, link, session):
    response = client.get(f"/p/e/{link.reference}/sesion.ics")

    calendar = Calendar.from_ical(response.content)
    (event,) = calendar.walk("VEVENT")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert (str(calendar["method"]), "attendee" in event) == ("PUBLISH", False)
    assert (str(event["uid"]), event["dtstart"].dt) == (session.uid, START)
    assert event["dtend"].dt == START + timedelta(hours=1)
    assert str(event["description"]).splitlines()[-1] == address_of(link.reference)
    assert max(len(line) for line in response.content.split(b"\r\n")) <= 75


def test_session_page_of_a_session_that_is_gone_leads_to_a_new_link(client, page, session):
    session.delete()

    answer = client.get(page)

    assert answer.status_code == 410
    assert "Pedir un enlace nuevo" in answer.content.decode()


def test_who_no_longer_takes_part_gets_no_calendar_file_with_the_call(client, session, link):
    invitation = participants(session.cycle)[0]
    answer_invitation(invitation=invitation, answer="no", via="staff", now=BEFORE)

    answer = client.get(f"/p/e/{link.reference}/sesion.ics")

    assert answer.status_code == 404
    assert CALL not in answer.content.decode()
