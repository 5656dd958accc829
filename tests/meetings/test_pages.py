from datetime import timedelta

import pytest

from convoca.directory.models import ContactPoint, Seat, TeamMember
from convoca.meetings.models import Attendance, Commitment, Session
from convoca.messaging.models import Message
from tests.factories.directory import make_association, make_kind, make_user
from tests.factories.meetings import (
    BEFORE,
    CALL,
    mails,
    make_announced_cycle,
    make_plan,
    participants,
    seats_of_cycle,
)
from tests.meetings.reading import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

PAGES = ["", "mover/", "cambiar/", "avisar/", "recordar/", "cancelar/", "cerrar/", "asistencia/",
         "acta/", "acta/enviar/", "compromisos/"]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_a_session_opens_to_its_coordinator(client, page, path):
    assert client.get(page + path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_a_session_is_absent_for_another_association(client, session, path):
    client.force_login(make_user(make_association("OTRA"), "otra@otra.cl", administrator=True))

    response = client.get(f"/sesiones/{session.cycle_id}/{session.number}/{path}")

    assert (response.status_code, session.topic in text_of(response)) == (404, False)


def test_an_interviewer_reads_a_session_and_changes_nothing(client, session):
    user = make_user(session.cycle.community.association, "ines@ejemplo.cl")
    TeamMember.objects.create(community=session.cycle.community, user=user, role="interviewer")
    client.force_login(user)
    page = f"/sesiones/{session.cycle_id}/1/"

    shown = text_of(client.get(page))
    statuses = [client.post(page + path, {"topic": "X"}).status_code for path in PAGES[1:]]

    session.refresh_from_db()
    assert ("Tema 1" in shown, "Avisar a" in shown) == (True, False)
    assert set(statuses) == {404}
    assert (session.topic, session.state) == ("Tema 1", "planned")


def test_sessions_page_without_sessions_points_to_the_plan(client, session, user):
    cycle = session.cycle
    session.delete()

    assert f'href="/plan/{cycle.pk}/' in text_of(client.get(f"/sesiones/{cycle.pk}/"))


def test_sessions_page_makes_the_sessions_of_a_confirmed_plan_once(client, session, user):
    cycle = session.cycle
    session.delete()
    plan = make_plan(cycle, "confirmed")
    page = f"/sesiones/{cycle.pk}/"

    assert "Crear las sesiones" in text_of(client.get(page))
    first = client.post(f"{page}crear/", {"plan": plan.pk}, follow=True)
    second = client.post(f"{page}crear/", {"plan": plan.pk}, follow=True)

    assert "Se crearon 2 sesiones." in text_of(first)
    assert "ya están creadas" in text_of(second)
    assert Session.objects.filter(cycle=cycle).count() == 2


@pytest.mark.parametrize("path", ["", "1/", "1/asistencia/", "compromisos/"])
def test_pages_ask_the_same_number_of_queries_for_one_row_and_for_more(
    client, django_assert_max_num_queries, path
):
    counts = []
    for seats in (1, 4):
        session = make_announced_cycle_with(seats)
        client.force_login(
            make_user(session.cycle.community.association, f"{seats}@x.cl", administrator=True)
        )
        with django_assert_max_num_queries(60) as asked:
            client.get(f"/sesiones/{session.cycle_id}/{path}")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def make_announced_cycle_with(seats):
    """Make a cycle apart from those before it: another kind holds their seats."""
    Seat.objects.all().update(kind=make_kind("OTRO"))
    session = make_announced_cycle(seats)
    for seat in seats_of_cycle(session.cycle):
        Commitment.objects.create(session=session, seat=seat, text="Algo", created_at=BEFORE)
        Attendance.objects.create(
            session=session,
            seat=seat,
            person=seat.tenures.get().person,
            presence="excused",
            source="hand",
            recorded_at=BEFORE,
        )
    return session


def test_announce_page_tells_how_many_shows_a_sample_and_who_has_no_address(client, page, session):
    person = participants(session.cycle)[0].participant
    ContactPoint.objects.filter(person=person, channel="email").delete()

    shown = text_of(client.get(page + "avisar/"))

    assert "2 personas reciben un correo." in shown
    assert "1 persona sin correo: llamar" in shown
    assert f'href="tel:{person.contacts.get(channel="phone").value}"' in shown
    assert "(aquí va el enlace personal de cada persona)" in shown
    assert mails(session, "session-announce") == []


def test_announce_sends_offers_to_undo_and_undoes(client, page, session):
    response = client.post(page + "avisar/", follow=True)
    batch = response.context["batch"]
    sent = len(mails(session, "session-announce"))
    undone = client.post(page + "deshacer/", {"tanda": batch}, follow=True)

    session.refresh_from_db()
    assert (sent, session.state) == (3, "planned")
    assert "Aviso en camino. Personas: 3." in text_of(response)
    assert "3 correos no saldrán." in text_of(undone)


def test_undo_is_not_offered_after_its_time(client, page, clock):
    response = client.post(page + "avisar/")
    clock.move_to(BEFORE + timedelta(seconds=31))

    assert "Deshacer" not in text_of(client.get(response.headers["Location"]))
    assert client.get(page + "?tanda=nada").status_code == 200


def test_announce_twice_is_refused_with_a_sentence(client, page, session):
    client.post(page + "avisar/")

    again = client.post(page + "avisar/")

    assert again.status_code == 409
    assert "No queda nadie a quien escribir" in text_of(again)
    assert len(mails(session, "session-announce")) == 3


def test_test_mail_goes_to_the_coordinator_alone(client, page, session, user):
    client.post(page + "avisar/", {"test": "1"})

    session.refresh_from_db()
    assert session.state == "planned"
    assert [one.to_address for one in Message.objects.filter(purpose="test")] == [user.email]


def change(client, page, **fields):
    values = {"topic": "Tema 1", "video_url": CALL}
    return client.post(page + "cambiar/", values | fields)


def test_change_saves_and_goes_back_to_the_session(client, page, session):
    response = change(client, page, topic="Patentes", video_url="https://meet.jit.si/x")

    session.refresh_from_db()
    assert response.headers["Location"] == page
    assert (session.topic, session.wall_start, session.video_url) == (
        "Patentes",
        "2027-03-09T10:00",
        "https://meet.jit.si/x",
    )


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"video_url": "http://zoom.us/j/1"}, 422, "empieza con https://"),
        ({"video_url": "javascript:alert(1)"}, 422, "empieza con https://"),
        ({"topic": ""}, 422, "Escriba el tema"),
        ({}, 409, "No hay cambios"),
    ],
)
def test_change_that_cannot_be_keeps_what_was_written(client, page, session, fields, status, said):
    response = change(client, page, **fields)

    session.refresh_from_db()
    assert (response.status_code, said in text_of(response)) == (status, True)
    assert (session.topic, session.wall_start, session.video_url) == (
        "Tema 1",
        "2027-03-09T10:00",
        CALL,
    )


def test_session_page_reads_the_hour_in_the_zones_of_the_seats(client, page, session):
    places = [seat.municipality for seat in seats_of_cycle(session.cycle)]
    places[0].zone = "Pacific/Easter"
    places[0].save()

    shown = text_of(client.get(page))

    assert "martes 9 de marzo, 10:00 (hora de Chile continental)" in shown
    assert "1 puesto la lee así" in shown
    assert "martes 9 de marzo, 8:00 (hora de Rapa Nui)" in shown


def test_acts_tell_what_is_particular_before_they_are_done(client, page, session, user):
    session.video_url = ""
    session.save()
    client.post(page + "avisar/")
    joined = Message.objects.filter(to_address="directora002@comuna.cl", purpose="session-announce")
    joined.delete()
    first = participants(session.cycle)[0]
    Attendance.objects.create(session=session, seat=first.seat, person=first.person,
                              presence="excused", source="link", recorded_at=BEFORE)  # fmt: skip

    announce, remind, cancel = (
        text_of(client.get(page + path)) for path in ("avisar/", "recordar/", "cancelar/")
    )

    assert "Ya recibieron este aviso y no se les repite: 2." in announce
    assert "Aún no hay enlace de videollamada" in announce
    assert "Avisaron que no podrán y no se les recuerda: 1." in remind
    assert "La sesión sale de los calendarios." in cancel


def test_announce_page_of_a_cycle_without_participants_has_no_sample(client, session, user):
    session.cycle.invitations.update(answer="no")

    response = client.get(f"/sesiones/{session.cycle_id}/1/avisar/")

    assert (response.status_code, response.context["confirmation"].sample) == (200, "")


def test_change_of_an_announced_session_says_how_many_are_told(client, page):
    client.post(page + "avisar/")
    response = change(client, page, topic="Otro")

    shown = text_of(client.get(response.headers["Location"]))

    assert "Se avisa a 3 personas, con su calendario al día." in shown


def test_undo_of_nothing_is_refused_with_a_sentence(client, page):
    for batch in ("nada", "1800000000.0"):
        response = client.post(page + "deshacer/", {"tanda": batch}, follow=True)

        assert "no queda nada que deshacer" in text_of(response)


def test_a_session_that_is_not_there_is_absent(client, session, user):
    assert client.get(f"/sesiones/{session.cycle_id}/9/").status_code == 404
