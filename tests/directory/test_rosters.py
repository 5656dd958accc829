"""Rosters from the upload to the seats."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from convoca.directory.errors import RosterChangedError, RosterSettledError
from convoca.directory.models import Person, PersonalLink, RosterImport, Tenure
from convoca.directory.queries import preview_import
from convoca.directory.services import (
    add_person,
    choose_comunas,
    issue_link,
    load_roster,
    seat_person,
)
from tests.directory.rosters import HEAD, draft, load, make_places
from tests.factories.cycles import NOW
from tests.factories.directory import (
    make_association,
    make_community,
    make_coordinator,
    make_seat,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def community():
    return make_places(make_community())


def holders() -> list[tuple[str, str, str]]:
    current = Tenure.objects.filter(to_on__isnull=True)
    return sorted(current.values_list("seat__municipality__comuna_name", "person__name", "role"))


def test_load_roster_seats_people_with_their_contacts_and_origin(community):
    load(draft(community, "ÑUÑOA;Ana Pérez (S);ana@nunoa.cl;+56 9 8765 4321\n", "cp1252"))

    person = Person.objects.get()
    assert holders() == [("Ñuñoa", "Ana Pérez", "subrogante")]
    assert sorted(person.contacts.values_list("channel", "value")) == [
        ("email", "ana@nunoa.cl"),
        ("phone", "+56987654321"),
    ]
    assert person.origin.startswith("nómina nomina.csv, ")


def test_preview_stores_nothing(community):
    roster = draft(community, "Ñuñoa;Ana Pérez;ana@nunoa.cl;\n")

    preview = preview_import(roster)

    assert preview.counts["new"] == 1
    assert (Person.objects.count(), Tenure.objects.count()) == (0, 0)


def test_load_roster_again_changes_nothing(community):
    lines = "Ñuñoa;Ana Pérez;ana@nunoa.cl;\n"
    load(draft(community, lines))

    again = load(draft(community, lines))

    assert again.counts["same"] == 1
    assert again.counts["loaded"] == 0
    assert Person.objects.count() == 1


def test_load_roster_updates_what_changed_and_keeps_the_old_address_as_history(community):
    load(draft(community, "Ñuñoa;Ana Pérez;ana@nunoa.cl;\n"))

    load(draft(community, "Ñuñoa;Ana Pérez;aperez@nunoa.cl;\n"))

    contacts = Person.objects.get().contacts.order_by("pk").values_list("value", "is_current")
    assert list(contacts) == [("ana@nunoa.cl", False), ("aperez@nunoa.cl", True)]


def test_load_roster_leaves_a_conflict_until_a_person_decides(community):
    load(draft(community, "Ñuñoa;Ana Pérez;ana@nunoa.cl;\n"))
    lines = "Ñuñoa;Luis Soto;luis@nunoa.cl;\n"

    load(draft(community, lines))
    assert holders() == [("Ñuñoa", "Ana Pérez", "titular")]
    load(draft(community, lines), 3)

    assert holders() == [("Ñuñoa", "Luis Soto", "titular")]
    assert Tenure.objects.get(person__name="Ana Pérez").to_on is not None


def test_a_replacement_takes_back_the_links_of_who_left(community):
    load(draft(community, "Ñuñoa;Ana Pérez;ana@nunoa.cl;\n"))
    tenure = Tenure.objects.get()
    link = issue_link(
        person=tenure.person, seat=tenure.seat, purpose="invitation",
        occasion="cycle:1", expires_at=NOW.replace(year=2028), now=NOW,
    )  # fmt: skip

    load(draft(community, "Ñuñoa;Luis Soto;luis@nunoa.cl;\n"), 3)

    assert PersonalLink.objects.get(pk=link.pk).revoked_at == NOW


def test_choose_comunas_settles_a_spelling_and_the_row_is_new(community):
    roster = draft(community, "Nuñoha;Ana Pérez;ana@nunoa.cl;\n")
    assert preview_import(roster).counts["error"] == 1

    settled = choose_comunas(roster=roster, choices={"Nuñoha": "13120", "Otra": "99999"})

    assert preview_import(settled).counts["new"] == 1
    assert settled.choices == {"comunas": {"Nuñoha": "13120"}, "taken": [], "skipped": []}


def test_load_roster_twice_loads_once_and_the_file_is_gone(community):
    roster = draft(community, "Ñuñoa;Ana Pérez;ana@nunoa.cl;\n")
    fingerprint = preview_import(roster).fingerprint
    load(roster)

    with pytest.raises(RosterSettledError):
        load_roster(
            roster=roster, fingerprint=fingerprint, large_population=1, now=NOW,
        )  # fmt: skip

    roster.refresh_from_db()
    assert (roster.content, Person.objects.count()) == (None, 1)


def test_load_roster_after_another_was_loaded_asks_to_look_again(community):
    first = draft(community, "Ñuñoa;Ana Pérez;ana@nunoa.cl;\n")
    seen = preview_import(first).fingerprint
    load(draft(community, "Ñuñoa;Luis Soto;luis@nunoa.cl;\n"))

    with pytest.raises(RosterChangedError):
        load_roster(roster=first, fingerprint=seen, large_population=1, now=NOW)

    assert holders() == [("Ñuñoa", "Luis Soto", "titular")]


def test_one_person_with_the_same_name_and_address_may_hold_two_seats(community):
    load(draft(community, "Ñuñoa;Ana Pérez;ana@nunoa.cl;\n"))

    load(draft(community, "Maipú;Ana Perez;ana@nunoa.cl;\n"))

    assert Person.objects.count() == 1
    assert len(holders()) == 2


def test_a_homonym_with_another_address_is_another_person(community):
    load(draft(community, "Ñuñoa;Ana Pérez;ana@nunoa.cl;\nMaipú;Ana Pérez;ana@maipu.cl;\n"))

    assert Person.objects.count() == 2


def test_pages_take_a_file_from_upload_to_seats(client, community):
    client.force_login(make_coordinator(community))
    lines = HEAD + "Ñuñoa;Ana Pérez;ana@nunoa.cl;\n"
    file = SimpleUploadedFile("nomina.csv", lines.encode("utf-16"))

    sent = client.post(reverse("directory:roster_new", args=[community.pk]), {"file": file})
    page = client.get(sent.url)
    loaded = client.post(
        sent.url + "cargar/", {"fingerprint": page.context["preview"].fingerprint}, follow=True
    )

    assert "1 nueva y 0 con cambios" in page.content.decode()
    assert "Se cargó 1 fila." in loaded.content.decode()
    assert holders() == [("Ñuñoa", "Ana Pérez", "titular")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vac"),
        (b"%PDF-1.7 ...", "PDF"),
        ("Color;Tamaño\nrojo;3\n".encode(), "Escriba sobre los datos una fila de títulos"),
    ],
)
def test_a_file_that_is_no_roster_is_refused_in_words_and_not_kept(
    client, community, content, said
):
    client.force_login(make_coordinator(community))
    file = SimpleUploadedFile("nomina.xlsx", content)

    answer = client.post(reverse("directory:roster_new", args=[community.pk]), {"file": file})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert RosterImport.objects.count() == 0


def test_a_roster_of_another_association_looks_absent(client, community):
    roster = draft(community, "Ñuñoa;Ana Pérez;ana@nunoa.cl;\n")
    stranger = make_user(make_association("Otra"), "otra@ejemplo.cl", administrator=True)
    client.force_login(stranger)

    answer = client.get(reverse("directory:roster", args=[community.pk, roster.pk]))

    assert answer.status_code == 404
    assert "Ana Pérez" not in answer.content.decode()


def test_seat_person_ends_the_tenure_before():
    community = make_community()
    first = add_person(association=community.association, name="Ana", origin="prueba")
    seat = make_seat(community, holder=first)
    second = add_person(association=community.association, name="Luis", origin="prueba")

    seat_person(seat=seat, person=second, role="interino", on=NOW.date(), origin="prueba")

    assert [t.person.name for t in seat.tenures.filter(to_on__isnull=True)] == ["Luis"]
    assert seat.tenures.get(person=first).to_on == NOW.date()
