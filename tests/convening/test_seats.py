"""What a coordinator does with one seat."""

from datetime import date, timedelta

import pytest

from convoca.convening.errors import SeatHeldError
from convoca.convening.models import AttendanceMark, ContactAttempt, Invitation
from convoca.convening.queries import list_history, list_marks, pending_replacements
from convoca.convening.services import (
    Mark,
    invite_seats,
    mark_existence,
    record_attempt,
    record_attendance_marks,
    replace_holder,
    report_replacement,
    update_contacts,
)
from convoca.directory.models import PersonalLink, Seat
from convoca.directory.queries import current_holder, email_of, phone_of
from convoca.messaging.models import Message
from tests.factories.convening import answer, make_invitation, mark_presences
from tests.factories.cycles import NOW
from tests.factories.directory import make_seat, make_user

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


@pytest.fixture
def invitation() -> Invitation:
    return make_invitation()


def replace(invitation: Invitation, name: str = "Nora Nueva", email: str = "nora@comuna.cl"):
    association = invitation.seat.association
    user = association.users.first() or make_user(association)
    return replace_holder(
        seat=invitation.seat,
        name=name,
        email=email,
        phone="+56987654321",
        role="interino",
        user=user,
        now=LATER,
        cycle=invitation.cycle,
    )


def attempt(invitation: Invitation, *, now=NOW, note: str = "Salió a terreno") -> ContactAttempt:
    return record_attempt(
        cycle=invitation.cycle,
        seat=invitation.seat,
        channel="phone",
        result="call_later",
        note=note,
        user=None,
        now=now,
        next_on=date(2027, 1, 6),
    )


def test_replace_holder_closes_doors_and_keeps_history(invitation):
    answer(invitation, "deputy")
    mark_presences(invitation.cycle, invitation.seat, "p")

    tenure = replace(invitation)

    invitation.refresh_from_db()
    assert (tenure.person.name, tenure.role, tenure.from_on) == (
        "Nora Nueva",
        "interino",
        date(2027, 1, 7),
    )
    assert (invitation.withdrawn_at, invitation.answer) == (LATER, "deputy")
    assert not PersonalLink.objects.filter(revoked_at__isnull=True).exists()
    assert set(Message.objects.values_list("state", flat=True)) == {"cancelled"}
    assert AttendanceMark.objects.get().person == invitation.person


def test_replace_holder_leaves_the_seat_ready_to_be_invited(invitation):
    tenure = replace(invitation)

    invite_seats(cycle=invitation.cycle, seat_ids=[invitation.seat_id], user=None, now=LATER)

    live = Invitation.objects.get(withdrawn_at__isnull=True)
    assert (live.person, live.answer) == (tenure.person, "")
    assert Message.objects.get(state="queued").to_address == "nora@comuna.cl"


def test_replace_holder_twice_with_the_same_person_is_once(invitation):
    tenures = [replace(invitation) for _ in range(2)]

    assert tenures[0] == tenures[1]
    assert invitation.seat.tenures.count() == 2


def test_record_attempt_pressed_twice_is_one_and_a_minute_later_two(invitation):
    first, again = attempt(invitation), attempt(invitation, now=NOW + timedelta(seconds=3))
    later = attempt(invitation, now=NOW + timedelta(minutes=2))

    assert (first == again, first == later) == (True, False)


def test_report_replacement_changes_nothing_but_leaves_a_note(invitation):
    for _ in range(2):
        report_replacement(
            invitation=invitation,
            reporter=invitation.person,
            successor="Nora Nueva",
            contact="nora@comuna.cl",
            now=LATER,
        )

    note = ContactAttempt.objects.get()
    words = "Directora 000 avisa que ya no está en el cargo. Lo ocupa: Nora Nueva."
    assert (note.result, note.channel, note.note) == (
        "replaced",
        "link",
        f"{words} Se le ubica en: nora@comuna.cl.",
    )
    assert current_holder(invitation.seat).person == invitation.person


def test_pending_replacement_goes_once_somebody_holds_the_seat_since(invitation):
    note = report_replacement(
        invitation=invitation, reporter=invitation.person, successor="", contact="", now=LATER
    )
    before = pending_replacements(invitation.cycle)

    replace(invitation)

    assert (before, pending_replacements(invitation.cycle)) == ([note], [])


def test_mark_existence_of_held_seat_as_absent_is_refused(invitation):
    with pytest.raises(SeatHeldError):
        mark_existence(seat=invitation.seat, existence="does_not")


def test_mark_existence_of_vacant_seat_is_kept(invitation):
    community = invitation.cycle.community
    Seat.objects.exclude(pk=invitation.seat_id).delete()
    seat = make_seat(community)

    assert mark_existence(seat=seat, existence="does_not").existence == "does_not"


def test_update_contacts_leaves_what_is_empty(invitation):
    user = make_user(invitation.seat.association)

    update_contacts(
        person=invitation.person, email="nueva@comuna.cl", phone="", user=user, now=LATER
    )

    person = current_holder(invitation.seat).person
    assert (email_of(person), phone_of(person)) == ("nueva@comuna.cl", "+56912340000")


@pytest.mark.parametrize(("state", "again"), [("queued", 1), ("failed", 1), ("sent", 0)])
def test_update_contacts_sends_to_the_new_address_what_did_not_leave(invitation, state, again):
    user = make_user(invitation.seat.association)
    Message.objects.update(state=state)

    count = update_contacts(
        person=invitation.person, email="nueva@comuna.cl", phone="", user=user, now=LATER
    )

    to = Message.objects.get().to_address
    assert (count, to == "nueva@comuna.cl") == (again, bool(again))


def test_update_contacts_without_email_sends_nothing_again(invitation):
    user = make_user(invitation.seat.association)
    Message.objects.update(state="failed")

    count = update_contacts(
        person=invitation.person, email="", phone="+56987654321", user=user, now=LATER
    )

    assert (count, Message.objects.get().state) == (0, "failed")


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        ("phone", "Gestión por teléfono: número equivocado"),
        ("whatsapp", "Gestión por WhatsApp: número equivocado"),
        ("letter", "Gestión por carta: dato equivocado"),
    ],
)
def test_history_calls_a_wrong_number_as_the_queue_does(invitation, channel, words):
    record_attempt(
        cycle=invitation.cycle, seat=invitation.seat, channel=channel, result="wrong", note="",
        user=None, now=NOW,
    )  # fmt: skip

    assert words in [line.text for line in list_history(invitation.seat)]


def test_attendance_told_again_replaces_the_mark_of_the_seat(invitation):
    seat, person = invitation.seat_id, invitation.person_id
    for presence in ("absent", "present"):
        marks = [Mark(seat, person, "excused"), Mark(seat, person, presence)]
        record_attendance_marks(cycle=invitation.cycle, number=1, marks=marks)

    assert [mark.presence for mark in list_marks(invitation.seat)] == ["present"]


def test_attendance_with_unknown_word_is_refused(invitation):
    with pytest.raises(ValueError, match="maybe"):
        record_attendance_marks(
            cycle=invitation.cycle,
            number=1,
            marks=[Mark(invitation.seat_id, invitation.person_id, "maybe")],
        )


def test_history_tells_everything_the_newest_first(invitation):
    attempt(invitation, now=NOW + timedelta(hours=1))
    answer(invitation, "no", reason="Vacaciones", now=NOW + timedelta(hours=2))
    replace(invitation)

    lines = list_history(invitation.seat)

    assert [line.text for line in lines] == [
        "Se retira la invitación de Directora 000",
        "Nora Nueva asume el puesto (interino)",
        "Directora 000 deja el puesto",
        "Correo cancelado: Recibimos su respuesta: Comunidad SECPLAN, Comuna 000",
        "Respuesta por enlace personal: no puede (Directora 000)",
        "Gestión por teléfono: llamar después",
        "Correo cancelado: Comuna 000: invitación personal a la Comunidad SECPLAN",
        "Invitación a Directora 000 al ciclo 1",
        "Directora 000 asume el puesto (titular)",
    ]
