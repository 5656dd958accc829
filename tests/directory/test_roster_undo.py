"""A roster that was loaded is taken back whole, or not at all and it is said why."""

import json
from io import StringIO

import pytest
from django.core import serializers
from django.core.management import CommandError, call_command
from django.urls import reverse

from convoca.directory.errors import RosterInUseError, RosterNotLoadedError
from convoca.directory.models import ContactPoint, Person, PersonalLink, RosterImport, Seat, Tenure
from convoca.directory.services import issue_link, set_contact, undo_roster
from tests.directory.rosters import draft, load, make_places
from tests.factories.cycles import NOW
from tests.factories.directory import make_community, make_coordinator

pytestmark = pytest.mark.django_db
ANA = "Ñuñoa;Ana Pérez;ana@nunoa.cl;987654321\n"


@pytest.fixture
def community():
    return make_places(make_community())


def dump() -> list[dict]:
    """All that a roster may write, as values."""
    tables = (Seat, Person, ContactPoint, Tenure, PersonalLink)
    rows = [row for table in tables for row in table.objects.order_by("pk")]
    return json.loads(serializers.serialize("json", rows))


def test_undo_leaves_the_directory_as_it_was(community):
    load(draft(community, ANA + "Maipú;Luis Soto;luis@maipu.cl;\n"))
    tenure = Tenure.objects.get(person__name="Ana Pérez")
    issue_link(
        person=tenure.person, seat=tenure.seat, purpose="invitation",
        occasion="cycle:1", expires_at=NOW.replace(year=2028), now=NOW,
    )  # fmt: skip
    before = dump()

    second = load(
        draft(community, "Ñuñoa;Eva Paz;eva@nunoa.cl;\nMaipú;Luis Soto (S);l@maipu.cl;\n"), "3"
    )
    changed = dump()
    undone = undo_roster(roster=second, now=NOW)

    assert changed != before
    assert dump() == before
    assert (undone.state, undone.undone_at, undone.journal) == ("undone", NOW, [])


def test_undo_of_a_first_load_takes_its_people_and_seats_away(community):
    roster = load(draft(community, ANA))

    undo_roster(roster=roster, now=NOW)

    assert dump() == []


def test_undo_is_refused_when_a_link_was_given_to_somebody_loaded(community):
    roster = load(draft(community, ANA))
    tenure = Tenure.objects.get()
    issue_link(
        person=tenure.person, seat=tenure.seat, purpose="invitation",
        occasion="cycle:1", expires_at=NOW.replace(year=2028), now=NOW,
    )  # fmt: skip
    before = dump()

    with pytest.raises(RosterInUseError) as caught:
        undo_roster(roster=roster, now=NOW)

    assert "Ana Pérez" in caught.value.user_message()
    assert dump() == before


def test_undo_is_refused_when_an_address_loaded_was_corrected_since(community):
    roster = load(draft(community, ANA))
    set_contact(
        person=Person.objects.get(), channel="email", value="otra@nunoa.cl", origin="prueba"
    )

    with pytest.raises(RosterInUseError):
        undo_roster(roster=roster, now=NOW)


def test_undo_is_refused_when_a_row_loaded_is_gone(community):
    roster = load(draft(community, ANA))
    ContactPoint.objects.filter(channel="phone").delete()

    with pytest.raises(RosterInUseError):
        undo_roster(roster=roster, now=NOW)


def test_undo_of_what_a_later_roster_changed_is_refused_until_that_is_undone(community):
    first = load(draft(community, ANA))
    second = load(draft(community, "Ñuñoa;Eva Paz;eva@nunoa.cl;\n"), "3")

    with pytest.raises(RosterInUseError):
        undo_roster(roster=first, now=NOW)
    undo_roster(roster=second, now=NOW)
    undo_roster(roster=first, now=NOW)

    assert dump() == []


def test_undo_twice_says_there_is_nothing_to_undo(community):
    roster = load(draft(community, ANA))
    undo_roster(roster=roster, now=NOW)

    with pytest.raises(RosterNotLoadedError) as caught:
        undo_roster(roster=roster, now=NOW)

    assert caught.value.user_message() == ("Esta nómina está deshecha: no hay nada que deshacer.")


def test_page_undoes_and_the_command_says_it_is_undone(client, community):
    client.force_login(make_coordinator(community))
    roster = load(draft(community, ANA))

    told = client.post(
        reverse("directory:roster_undo", args=[community.pk, roster.pk]), follow=True
    )

    assert "todo quedó como estaba antes" in told.content.decode()
    with pytest.raises(CommandError, match="no hay nada que deshacer"):
        call_command("roster", "undo", str(roster.pk))


def test_command_undoes_a_load_by_its_number(community):
    roster, out = load(draft(community, ANA)), StringIO()

    call_command("roster", "undo", str(roster.pk), stdout=out)

    assert RosterImport.objects.get().state == "undone"
    assert "se deshizo" in out.getvalue()


def test_command_with_an_unknown_number_is_a_wrong_call():
    with pytest.raises(CommandError) as caught:
        call_command("roster", "undo", "999")

    assert caught.value.returncode == 2
