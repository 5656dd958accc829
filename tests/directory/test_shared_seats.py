"""Rosters and people where one office serves two municipalities."""

from datetime import date

import pytest

from convoca.directory.models import Person, Seat, Tenure
from convoca.directory.queries import community_seats, find_shared_with, preview_import
from convoca.directory.services import undo_roster
from tests.directory.rosters import draft, load, make_places
from tests.factories.cycles import NOW
from tests.factories.directory import make_community

pytestmark = pytest.mark.django_db
BOTH = "Ñuñoa;Ana Pérez;ana@nunoa.cl;987654321\nMaipú;Ana Pérez;ana@nunoa.cl;987654321\n"


@pytest.fixture
def community():
    return make_places(make_community())


@pytest.fixture
def served(community) -> Seat:
    """Load one person into two seats, and let the first serve the second, of Maipú."""
    load(draft(community, BOTH))
    serving, seat = (Seat.objects.get(municipality__code=code) for code in ("13120", "13119"))
    seat.tenures.update(to_on=date(2027, 1, 4))
    seat.served_by, seat.served_since = serving, date(2027, 1, 4)
    seat.save()
    return seat


def holders() -> dict[str, str]:
    now = Tenure.objects.filter(to_on__isnull=True)
    return dict(now.values_list("seat__municipality__comuna_name", "person__name"))


def statuses(roster) -> list[str]:
    return [row.status for row in preview_import(roster).rows]


def test_roster_with_one_person_twice_only_proposes_one_office(community):
    load(draft(community, BOTH))

    seat = Seat.objects.get(municipality__code="13119")
    [found] = find_shared_with(seat)
    assert {found.seat, found.serving} == set(Seat.objects.all())
    assert (found.person.name, Seat.objects.filter(served_by__isnull=False).count()) == (
        "Ana Pérez",
        0,
    )


def test_person_written_twice_with_one_address_is_proposed_too(community):
    load(draft(community, BOTH))
    seat = Seat.objects.get(municipality__code="13119")
    twin = Person.objects.create(association=community.association, name="ANA PEREZ", origin="x")
    twin.contacts.create(channel="email", value="Ana@Nunoa.cl", origin="x")
    seat.tenures.update(person=twin)

    assert [find_shared_with(each)[0].seat for each in Seat.objects.all()] == [
        find_shared_with(seat)[0].seat
    ] * 2


def test_roster_read_again_finds_the_served_seat_as_it_is(community, served):
    lines = BOTH.replace("Maipú;Ana Pérez;", "Maipú;Ana Pérez (S);")
    roster = draft(community, lines)

    assert statuses(roster) == ["same", "same"]
    load(roster)
    assert (holders(), Seat.objects.get(pk=served.pk).served_by_id) == (
        {"Ñuñoa": "Ana Pérez"},
        served.served_by_id,
    )


def test_new_telephone_in_the_row_of_a_served_seat_is_that_of_who_serves_it(community, served):
    roster = draft(community, "Maipú;Ana Pérez;ana@nunoa.cl;999999999\n")

    assert statuses(roster) == ["changed"]
    load(roster)
    person = Person.objects.get()
    assert person.contacts.get(channel="phone", is_current=True).value == "+56999999999"


@pytest.mark.parametrize("is_serving_held", [True, False])
def test_somebody_else_in_a_served_seat_waits_for_a_decision(community, served, is_serving_held):
    if not is_serving_held:
        served.served_by.tenures.update(to_on=date(2027, 1, 4))
    roster = draft(community, "Maipú;Luis Soto;luis@maipu.cl;\n")

    [row] = preview_import(roster).rows
    load(roster)

    said = "Hoy atiende esta comuna la dirección de Ñuñoa."
    assert (row.status, row.messages[-1].text[: len(said)]) == ("conflict", said)
    assert "Maipú" not in holders()


def test_replacement_of_a_served_seat_makes_it_an_office_and_can_be_undone(community, served):
    roster = draft(community, "Maipú;Luis Soto;luis@maipu.cl;\n")

    roster = load(roster, "3")
    own = Seat.objects.get(pk=served.pk)
    undo_roster(roster=roster, now=NOW)
    back = Seat.objects.get(pk=served.pk)

    assert (own.served_by, own.served_since) == (None, None)
    assert (back.served_by, back.served_since) == (served.served_by, served.served_since)
    assert holders() == {"Ñuñoa": "Ana Pérez"}


def test_vacant_row_of_a_served_seat_changes_nothing(community, served):
    assert statuses(draft(community, "Maipú;VACANTE;;\n")) == ["same"]


def test_served_seat_is_none_of_those_to_be_approached(community, served):
    assert list(community_seats(community)) == [served.served_by]
