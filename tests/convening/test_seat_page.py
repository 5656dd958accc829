"""The page of one seat."""

import pytest
from django.urls import reverse
from django.utils import timezone

from convoca.convening.models import ContactAttempt
from convoca.convening.queries import accepted_invitations, live_invitations
from convoca.directory.models import Seat
from convoca.directory.queries import current_holder
from tests.convening.pages import missing, one_seat, press, read
from tests.factories.convening import answer, mark_presences
from tests.factories.directory import (
    make_held_seats,
)

pytestmark = pytest.mark.django_db


def test_attempt_is_recorded_and_a_promised_call_comes_first(client, cycle, staff):
    seat = live_invitations(cycle)[2].seat
    today = timezone.localdate()

    press(
        client, cycle, "attempt", seat.pk,
        channel="phone", result="call_later", note="Después de almuerzo", next_on=today.isoformat(),
    )  # fmt: skip
    page = read(client, cycle, "unreached")

    attempt = ContactAttempt.objects.get()
    assert (attempt.by, attempt.next_on, attempt.note) == (staff, today, "Después de almuerzo")
    assert page.index("Comuna 002</a>") < page.index("Comuna 000</a>")


def test_attempt_without_result_keeps_the_note(client, cycle, staff):
    address = reverse("convening:attempt", args=[cycle.pk, one_seat(cycle).pk])

    response = client.post(address, {"channel": "phone", "note": "Salió a terreno"})

    assert (response.status_code, "Salió a terreno" in response.content.decode()) == (422, True)


def test_answer_told_by_telephone_is_recorded(client, cycle, staff):
    press(client, cycle, "answer", one_seat(cycle).pk, answer="deputy", deputy_name="Diego")

    invitation = accepted_invitations(cycle).get()
    record = invitation.answers.get()
    assert (invitation.participant.name, record.via, record.by) == ("Diego", "staff", staff)


def test_answer_of_deputy_without_name_is_asked_again(client, cycle, staff):
    response = press(client, cycle, "answer", one_seat(cycle).pk, answer="deputy")

    assert (
        response.status_code,
        "Escriba el nombre de quien irá" in response.content.decode(),
    ) == (
        422,
        True,
    )


def test_answer_in_closed_cycle_is_refused_with_a_sentence(client, cycle, staff):
    cycle.closed_at = timezone.now()
    cycle.save()

    response = press(client, cycle, "answer", one_seat(cycle).pk, answer="yes")

    assert response.status_code == 409
    assert "Este ciclo ya terminó" in response.content.decode()


@pytest.mark.parametrize("name", ["answer", "contacts"])
def test_vacant_seat_has_nobody_to_write_about(client, cycle, staff, name):
    vacant = Seat.objects.get(municipality__code="V1")

    response = press(client, cycle, name, vacant.pk, answer="yes")

    assert response.status_code == 409
    assert "no tiene una persona conocida" in response.content.decode()


def test_contacts_are_corrected_and_phone_is_normalised(client, cycle, staff):
    seat = one_seat(cycle)

    press(client, cycle, "contacts", seat.pk, email="nueva@comuna.cl", phone="9 8765 4321")

    contacts = current_holder(seat).person.contacts.filter(is_current=True)
    assert sorted(contacts.values_list("value", flat=True)) == ["+56987654321", "nueva@comuna.cl"]


def test_phone_with_missing_digits_is_asked_again(client, cycle, staff):
    response = press(client, cycle, "contacts", one_seat(cycle).pk, phone="9 8765")

    page = response.content.decode()
    assert (response.status_code, "faltan o le sobran cifras" in page, "9 8765" in page) == (
        422,
        True,
        True,
    )


def test_new_holder_is_recorded_then_invited_from_the_page(client, cycle, staff):
    seat = one_seat(cycle)

    page = press(
        client, cycle, "holder", seat.pk, name="Nora Nueva", email="nora@comuna.cl", role="titular"
    ).content.decode()
    done = press(client, cycle, "invite_seat", seat.pk).content.decode()
    again = press(client, cycle, "invite_seat", seat.pk).content.decode()

    assert missing(page, "Nora Nueva ocupa ahora el puesto", "Dar la bienvenida a Nora Nueva") == []
    assert "La invitación va en camino" in done
    assert "Ya tenía su invitación" in again
    assert live_invitations(cycle).get(seat=seat).person.name == "Nora Nueva"


def test_inviting_one_without_email_or_nobody_says_so(client, cycle, staff):
    held = make_held_seats(cycle.community, 1)[0]
    current_holder(held).person.contacts.filter(channel="email").delete()
    vacant = Seat.objects.get(municipality__code="V1")

    told = press(client, cycle, "invite_seat", held.pk).content.decode()
    refused = press(client, cycle, "invite_seat", vacant.pk)

    assert "no tiene correo: hay que llamar" in told
    assert refused.status_code == 409


def test_existence_is_noted_for_a_vacant_seat_and_refused_for_a_held_one(client, cycle, staff):
    vacant = Seat.objects.get(municipality__code="V1")

    press(client, cycle, "existence", vacant.pk, existence="does_not")
    refused = press(client, cycle, "existence", one_seat(cycle).pk, existence="does_not")

    vacant.refresh_from_db()
    assert (vacant.existence, refused.status_code) == ("does_not", 409)


def test_seat_page_tells_attendance_and_history(client, cycle, staff):
    invitation = live_invitations(cycle)[0]
    answer(invitation, "no", reason="Vacaciones", now=timezone.now())
    mark_presences(cycle, invitation.seat, "pe")

    page = read(client, cycle, "seat", "", invitation.seat_id)

    assert (
        missing(
            page,
            "Comuna 000: Directora 000",
            "Ciclo 1, sesión 1: presente (Directora 000)",
            "sesión 2: con excusa",
            "Respuesta por enlace personal: no puede (Directora 000)",
            "Vacaciones",
        )
        == []
    )
