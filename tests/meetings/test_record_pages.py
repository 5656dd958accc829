import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from convoca.meetings.models import Commitment, Session
from tests.factories.meetings import (
    AFTER,
    BEFORE,
    make_comunas,
    make_session,
    seats_of_cycle,
)
from tests.meetings.reading import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_attendance_by_hand_saves_all_choices_of_one_post(client, page, session, after):
    seats = seats_of_cycle(session.cycle)
    choices = {f"seat-{seats[0].pk}": "present", f"seat-{seats[1].pk}": "absent"}

    response = client.post(page + "asistencia/?region=Metropol", choices, follow=True)

    assert response.redirect_chain == [(page + "asistencia/?region=Metropol", 302)]
    assert "Sesión 1: 1 presente de 3 que aceptaron" in text_of(response)
    assert [one.presence for one in session.attendances.order_by("pk")] == ["present", "absent"]


def test_attendance_filtered_by_name_shows_only_these_and_saves_only_these(client, page, session):
    shown = text_of(client.get(page + "asistencia/?nombre=comúna+002"))

    assert ("Comuna 002" in shown, "Comuna 001" in shown) == (True, False)
    assert "Guardar 1 puesto" in shown


def test_attendance_with_an_unknown_choice_is_refused(client, page, session, after):
    seat = seats_of_cycle(session.cycle)[0]

    response = client.post(page + "asistencia/", {f"seat-{seat.pk}": "quizás"})

    assert (response.status_code, session.attendances.count()) == (422, 0)


def test_attendance_before_the_start_is_refused_with_a_sentence(client, page, session):
    seat = seats_of_cycle(session.cycle)[0]

    response = client.post(page + "asistencia/", {f"seat-{seat.pk}": "present"})

    assert (response.status_code, session.attendances.count()) == (409, 0)


def upload(client, page, content):
    file = SimpleUploadedFile("zoom.csv", content.encode())
    return client.post(page + "asistencia/archivo/", {"file": file})


def test_attendance_file_is_shown_first_and_stored_when_confirmed(client, page, session, after):
    make_comunas()

    preview = upload(client, page, "correo,minutos\ndirectora000@comuna.cl,50\nnadie@x.cl,60\n")
    before = session.attendances.count()
    saved = client.post(
        page + "asistencia/guardar/", {"reading": preview.context["sealed"]}, follow=True
    )

    assert "1 puesto encontrado, 1 fila sin encontrar" in text_of(preview)
    assert "Nadie que participe tiene ese correo." in text_of(preview)
    assert (before, "1 presente de 3" in text_of(saved)) == (0, True)
    assert list(session.attendances.values_list("presence", "minutes", "source")) == [
        ("present", 50, "file")
    ]


def test_attendance_file_of_another_session_or_altered_is_refused(client, page, session, after):
    other = make_session(session.cycle, 2)
    sealed = upload(client, page, "correo,presente\ndirectora000@comuna.cl,si\n").context["sealed"]

    elsewhere = f"/sesiones/{session.cycle_id}/2/"
    for address, reading in [(elsewhere, sealed), (page, sealed[:-2]), (page, "")]:
        response = client.post(address + "asistencia/guardar/", {"reading": reading}, follow=True)
        assert "ya no sirve" in text_of(response)

    assert (session.attendances.count(), other.attendances.count()) == (0, 0)


@pytest.mark.parametrize("content", ["", "nombre,presente\nAna,si\n"])
def test_attendance_file_that_cannot_be_read_says_why(client, page, content):
    response = upload(client, page, content)

    assert response.status_code == 422
    assert "No se pudo leer el archivo" in text_of(response)


def test_close_and_minutes_walk_to_the_end(client, page, session, after):
    seats = seats_of_cycle(session.cycle)
    client.post(page + "asistencia/", {f"seat-{seats[0].pk}": "present"})
    asked = text_of(client.get(page + "cerrar/"))
    client.post(page + "cerrar/")
    client.post(page + "acta/", {"text": "Se acordó X."})
    client.post(page + "acta/enviar/")

    session.refresh_from_db()
    assert "Sin registrar: 2. Quedarán como ausentes" in asked
    assert "Sesión 1: vino 1 de 3" in text_of(client.get(page))
    assert (session.state, session.minutes_text, session.minutes_sent_at) == (
        "held",
        "Se acordó X.",
        AFTER,
    )


def test_minutes_corrected_after_they_were_sent_say_what_is_published(client, page, session, after):
    session.state, session.minutes_draft = Session.State.HELD, "Se acordó X."
    session.save()
    client.post(page + "acta/enviar/")

    saved = text_of(client.post(page + "acta/", {"text": "Se acordó Y."}, follow=True))

    assert "Corrección guardada. Se publica cuando usted la envíe." in saved
    assert "Acta de la sesión 1: corrección sin enviar" in saved
    assert "Publicada desde el martes 9 de marzo, 12:00 (hora de Chile continental)" in saved
    assert "<p>Se acordó X.</p>" in saved
    assert "Enviar la versión corregida" in saved


def test_minutes_sent_to_all_offer_nothing_to_send(client, page, session, after):
    session.state, session.minutes_draft = Session.State.HELD, "Se acordó X."
    session.save()
    before = text_of(client.get(page + "acta/"))
    client.post(page + "acta/enviar/")

    shown = text_of(client.get(page + "acta/"))

    assert [("acta/enviar/" in text) for text in (before, shown)] == [True, False]
    assert "Acta guardada. Es igual a la que ya se envió." in text_of(
        client.post(page + "acta/", {"text": "Se acordó X."}, follow=True)
    )


def test_minutes_saved_before_they_are_sent_say_that_nobody_has_them(client, page, session, after):
    shown = text_of(client.post(page + "acta/", {"text": "Se acordó X."}, follow=True))

    assert "Acta guardada. Nadie la ha recibido todavía." in shown


def test_session_page_of_an_hour_that_is_gone_asks_for_another(client, page, session):
    Session.objects.filter(pk=session.pk).update(wall_start="2027-09-05T00:30")

    assert "esa hora ya no existe ese día. Elija otra." in text_of(client.get(page))


def test_close_without_attendance_is_refused_with_a_sentence(client, page, session, after):

    response = client.post(page + "cerrar/")

    assert (response.status_code, "Registre primero quiénes estuvieron" in text_of(response)) == (
        409,
        True,
    )


def test_minutes_begin_with_the_run_of_show_the_commitments_and_who_came(
    client, page, session, after
):
    seat = seats_of_cycle(session.cycle)[0]
    client.post(page + "asistencia/", {f"seat-{seat.pk}": "present"})
    Commitment.objects.create(
        session=session, seat=seat, text="Publicar la pauta", created_at=BEFORE
    )

    draft = client.get(page + "acta/").context["form"].initial["text"]

    assert draft.splitlines()[0] == "Bienvenida y quiénes somos."
    assert draft.split("\n\n")[-2:] == [
        "- Comuna 000: Publicar la pauta",
        "Asistieron 1 de 3: Comuna 000.",
    ]


def test_commitment_is_written_down_listed_and_settled(client, page, session):
    seat = seats_of_cycle(session.cycle)[0]
    book = f"/sesiones/{session.cycle_id}/compromisos/"

    client.post(
        page + "compromisos/", {"seat": seat.pk, "text": "Publicar", "due_on": "2027-02-01"}
    )
    shown = text_of(client.get(book))
    commitment = Commitment.objects.get()
    client.post(f"{book}{commitment.pk}/", {"state": "done"})

    assert ("1 compromiso abierto de 1" in shown, "vencido" in shown) == (True, True)
    commitment.refresh_from_db()
    assert commitment.state == "done"
    assert "0 compromisos abiertos de 1" in text_of(client.get(book))


@pytest.mark.parametrize(
    "fields", [{"seat": "", "text": "X"}, {"seat": "999999", "text": "X"}, {"text": ""}]
)
def test_commitment_that_is_not_whole_is_refused(client, page, session, fields):
    seat = seats_of_cycle(session.cycle)[0]

    response = client.post(page + "compromisos/", {"seat": seat.pk} | fields)

    assert (response.status_code, Commitment.objects.count()) == (422, 0)


def test_settle_with_an_unknown_word_or_a_foreign_commitment_changes_nothing(client, page, session):
    own = Commitment.objects.create(
        session=session, seat=seats_of_cycle(session.cycle)[0], text="X", created_at=BEFORE
    )
    book = f"/sesiones/{session.cycle_id}/compromisos/"

    client.post(f"{book}{own.pk}/", {"state": "quizás"})
    absent = client.post(f"{book}{own.pk + 1}/", {"state": "done"})

    own.refresh_from_db()
    assert (own.state, absent.status_code) == ("open", 404)


def test_attendance_of_a_cycle_without_participants_points_to_the_invitations(
    client, session, user
):
    session.cycle.invitations.update(answer="no")

    shown = text_of(client.get(f"/sesiones/{session.cycle_id}/1/asistencia/"))

    assert "Nadie ha aceptado participar" in shown


def test_attendance_file_too_big_is_refused(client, page):
    response = upload(client, page, "x" * 2_000_001)

    assert (response.status_code, "pesa más de 2 MB" in text_of(response)) == (422, True)


def test_attendance_file_confirmed_before_the_start_is_refused(client, page, session):
    sealed = upload(client, page, "correo,presente\ndirectora000@comuna.cl,si\n").context["sealed"]

    response = client.post(page + "asistencia/guardar/", {"reading": sealed})

    assert (response.status_code, session.attendances.count()) == (409, 0)


def test_minutes_too_long_keep_what_was_written_and_those_of_a_cancelled_session_are_refused(
    client, page, session
):
    too_long = client.post(page + "acta/", {"text": "x" * 20_001})
    session.state = Session.State.CANCELLED
    session.save()
    refused = client.post(page + "acta/", {"text": "x"})
    promised = client.post(
        page + "compromisos/", {"seat": seats_of_cycle(session.cycle)[0].pk, "text": "X"}
    )

    assert [too_long.status_code, refused.status_code, promised.status_code] == [422, 409, 409]
    assert "x" * 20_001 in text_of(too_long)
    assert Commitment.objects.count() == 0


def test_settle_twice_is_refused_with_a_sentence(client, page, session):
    seat = seats_of_cycle(session.cycle)[0]
    own = Commitment.objects.create(session=session, seat=seat, text="X", created_at=BEFORE)
    address = f"/sesiones/{session.cycle_id}/compromisos/{own.pk}/"
    client.post(address, {"state": "done"})

    assert "No hay cambios" in text_of(client.post(address, {"state": "done"}, follow=True))
