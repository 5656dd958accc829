"""Notes of the team about a seat, its holders, and who is said to hold it now."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from convoca.convening.errors import NoteGoneError
from convoca.convening.models import SeatNote, SuccessorReport
from convoca.convening.queries import list_holders, list_notes, live_invitations
from convoca.convening.services import (
    add_note,
    edit_note,
    erase_removed_notes,
    remove_note,
    replace_holder,
    report_replacement,
    restore_note,
)
from tests.convening.pages import missing, one_seat, press, read
from tests.factories.cycles import NOW
from tests.factories.directory import make_coordinator, make_seat, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(cycle):
    return one_seat(cycle)


@pytest.fixture
def note(seat, staff) -> SeatNote:
    return add_note(seat=seat, text="Llamar tras las 15", user=staff, now=timezone.now())


def test_note_pressed_twice_is_one_and_a_minute_later_two(seat, staff):
    moments = [NOW, NOW + timedelta(seconds=3), NOW + timedelta(minutes=2)]

    notes = [add_note(seat=seat, text=" Igual ", user=staff, now=each) for each in moments]

    assert (notes[0] == notes[1], notes[1] == notes[2]) == (True, False)
    assert [each.text for each in list_notes(seat, user=staff, now=NOW)] == ["Igual", "Igual"]


def test_note_written_on_the_page_is_shown_with_its_author(client, cycle, seat, staff):
    page = press(client, cycle, "note_new", seat.pk, text="Prefiere <b>WhatsApp</b>")

    text = page.content.decode()
    assert (
        missing(text, "Prefiere &lt;b&gt;WhatsApp&lt;/b&gt;", str(staff), "Corregir o borrar") == []
    )


def test_empty_note_is_asked_again_and_keeps_its_place_open(client, cycle, seat, staff):
    response = press(client, cycle, "note_new", seat.pk, text="  ")

    assert response.status_code == 422
    assert "Escriba la nota." in response.content.decode()


def test_note_is_corrected_and_says_so(client, cycle, seat, note):
    asked = read(client, cycle, "note", "", seat.pk, note.pk)
    page = press(client, cycle, "note", seat.pk, note.pk, text="Llamar antes de las 10")

    assert "Llamar tras las 15" in asked
    text = page.content.decode()
    assert missing(text, "Llamar antes de las 10", "corregida el") == []


def test_note_corrected_to_nothing_is_asked_again(client, cycle, seat, note):
    response = press(client, cycle, "note", seat.pk, note.pk, text="")

    note.refresh_from_db()
    assert (response.status_code, note.text) == (422, "Llamar tras las 15")


def test_page_takes_the_same_queries_for_one_note_and_for_three(client, cycle, seat, staff):
    taken = []
    for number in (1, 2, 3):
        add_note(seat=seat, text=f"Nota {number}", user=staff, now=timezone.now())
        with CaptureQueriesContext(connection) as queries:
            page = read(client, cycle, "seat", "", seat.pk)
        taken.append((len(queries), page.count("Corregir o borrar")))

    assert taken == [(taken[0][0], 1), (taken[0][0], 2), (taken[0][0], 3)]


def test_removed_note_is_brought_back_by_one_press(client, cycle, seat, note):
    removed = press(client, cycle, "note_remove", seat.pk, note.pk).content.decode()
    restored = press(client, cycle, "note_restore", seat.pk, note.pk).content.decode()

    assert ("Nota borrada." in removed, "Llamar tras las 15" in removed) == (True, False)
    assert ("Nota borrada." in restored, "Llamar tras las 15" in restored) == (False, True)


def test_correcting_a_note_removed_meanwhile_keeps_what_was_written(client, cycle, seat, note):
    remove_note(seat=seat, note_id=note.pk, user=note.by, now=timezone.now())

    response = press(client, cycle, "note", seat.pk, note.pk, text="Otra cosa")

    page = response.content.decode()
    assert response.status_code == 409
    assert missing(page, "Esa nota ya no está", "Otra cosa") == []


@pytest.mark.parametrize("name", ["note", "note_remove", "note_restore"])
def test_note_of_a_colleague_is_nobody_elses_to_change(client, cycle, seat, note, name):
    client.force_login(make_coordinator(cycle.community, "otra@ejemplo.cl"))

    response = client.post(
        reverse(f"convening:{name}", args=[cycle.pk, seat.pk, note.pk]), {"text": "Otra"}
    )

    note.refresh_from_db()
    assert (response.status_code, note.text, note.removed_at) == (404, "Llamar tras las 15", None)


def test_edit_of_an_unknown_note_is_refused(seat, staff):
    with pytest.raises(NoteGoneError):
        edit_note(seat=seat, note_id=99, text="x", user=staff, now=NOW)


def test_removed_note_is_shown_to_its_author_for_ten_minutes_only(seat, staff, note):
    remove_note(seat=seat, note_id=note.pk, user=staff, now=NOW)
    other = make_user(seat.association, "otra@ejemplo.cl")

    seen = [
        list_notes(seat, user=user, now=NOW + timedelta(minutes=minutes))
        for user, minutes in ((staff, 9), (staff, 11), (other, 1))
    ]

    assert seen == [[note], [], []]


def test_erase_removed_notes_leaves_those_of_less_than_a_day(seat, staff):
    for hours in (0, 25):
        old = add_note(seat=seat, text=f"{hours}", user=staff, now=NOW)
        remove_note(seat=seat, note_id=old.pk, user=staff, now=NOW - timedelta(hours=hours))

    erased = erase_removed_notes(now=NOW)

    assert (erased, SeatNote.objects.get().text) == (1, "0")


def test_restored_note_is_not_erased(seat, staff, note):
    remove_note(seat=seat, note_id=note.pk, user=staff, now=NOW)
    restore_note(seat=seat, note_id=note.pk, user=staff)

    assert erase_removed_notes(now=NOW + timedelta(days=3)) == 0


def test_holders_are_listed_latest_first_with_their_other_offices(cycle, seat, staff):
    replace_holder(
        seat=seat, name="Nora Nueva", email="", phone="", role="interino", user=staff,
        now=timezone.now(), cycle=cycle,
    )  # fmt: skip
    nora = list_holders(seat)[0].tenure.person
    other = make_seat(cycle.community, holder=nora)

    found = list_holders(seat)

    assert [
        (each.tenure.person.name, each.tenure.get_role_display(), list(each.elsewhere))
        for each in found
    ] == [("Nora Nueva", "interino", [other]), ("Directora 000", "titular", [])]


def report(invitation, contact: str, successor: str = "Nora  Nueva"):
    return report_replacement(
        invitation=invitation,
        reporter=invitation.person,
        successor=successor,
        contact=contact,
        now=timezone.now(),
    )


@pytest.mark.parametrize(
    ("contact", "email", "phone"),
    [
        ("nora@comuna.cl", "nora@comuna.cl", ""),
        ("9 8765 4321", "", "+56987654321"),
        ("en la OIRS", "", ""),
        ("", "", ""),
    ],
)
def test_successor_is_proposed_with_what_reads_as_address_or_number(cycle, contact, email, phone):
    report(live_invitations(cycle)[0], contact)

    found = SuccessorReport.objects.get()
    assert (found.name, found.email, found.phone) == ("Nora Nueva", email, phone)


def test_report_without_a_name_proposes_nobody(cycle):
    report(live_invitations(cycle)[0], "nora@comuna.cl", successor=" ")

    assert not SuccessorReport.objects.exists()


def test_proposed_successor_fills_the_form_until_somebody_holds_the_seat(client, cycle, staff):
    invitation = live_invitations(cycle)[0]
    report(invitation, "nora@comuna.cl")
    asked = read(client, cycle, "seat", "", invitation.seat_id)

    page = press(
        client, cycle, "holder", invitation.seat_id,
        name="Nora Nueva", email="nora@comuna.cl", role="titular",
    )  # fmt: skip

    words = ('value="Nora Nueva"', 'value="nora@comuna.cl"', "Revise y confirme", "Lo ocupa: Nora")
    assert missing(asked, *words) == []
    assert "Revise y confirme" not in page.content.decode()
