"""What a person decides row by row is kept as they go, and only that is loaded."""

import pytest
from django.urls import reverse

from convoca.directory.errors import RosterChangedError, SeatTakenTwiceError
from convoca.directory.models import ContactPoint, Tenure
from convoca.directory.queries import preview_import
from convoca.directory.services import (
    accept_proposals,
    keep_decisions,
    load_roster,
    take_replacements,
)
from tests.directory.rosters import draft, load, make_places
from tests.factories.cycles import NOW
from tests.factories.directory import make_community, make_coordinator

pytestmark = pytest.mark.django_db
ANA = "Ñuñoa;Ana Pérez;ana@nunoa.cl;987654321\n"


@pytest.fixture
def community():
    return make_places(make_community())


def holders() -> list[tuple[str, str]]:
    current = Tenure.objects.filter(to_on__isnull=True)
    return sorted(current.values_list("seat__municipality__comuna_name", "person__name"))


def test_row_that_is_skipped_is_not_loaded(community):
    load(draft(community, ANA + "Maipú;Luis Soto;luis@maipu.cl;\n"), skipped=["3"])

    assert holders() == [("Maipú", "Luis Soto")]


def test_one_field_keeps_what_it_was_and_the_other_changes(community):
    load(draft(community, ANA))

    load(draft(community, "Ñuñoa;Ana Pérez;nueva@nunoa.cl;987654399\n"), skipped=["3/email"])

    current = ContactPoint.objects.filter(is_current=True).order_by("channel")
    assert list(current.values_list("value", flat=True)) == ["ana@nunoa.cl", "+56987654399"]


def test_decisions_stay_while_other_rows_are_shown(community):
    roster = draft(community, ANA + "Maipú;Luis Soto;luis@maipu.cl;\n")
    keep_decisions(roster=roster, comunas={}, shown=["3"], taken=[], skipped=["3"])

    kept = keep_decisions(roster=roster, comunas={}, shown=["4"], taken=[], skipped=[])
    freed = keep_decisions(roster=kept, comunas={}, shown=["3", "4"], taken=[], skipped=[])

    assert (kept.choices["skipped"], freed.choices["skipped"]) == (["3"], [])


def test_row_whose_only_change_is_skipped_is_not_loaded(community):
    load(draft(community, ANA))

    again = load(draft(community, "Ñuñoa;Ana Pérez;nueva@nunoa.cl;\n"), skipped=["3/email"])

    assert again.counts["loaded"] == 0


def test_name_and_quality_of_the_holder_change_in_place(community):
    load(draft(community, ANA))

    load(draft(community, "Ñuñoa;Ana María Pérez (I);ana@nunoa.cl;987654321\n"))

    tenure = Tenure.objects.get()
    assert (tenure.person.name, tenure.role) == ("Ana María Pérez", "interino")


def test_pages_of_a_settled_roster_answer_kindly(client, community):
    client.force_login(make_coordinator(community))
    roster = load(draft(community, ANA))
    names = ("roster_decide", "roster_columns", "roster_load", "roster_drop")

    told = {
        name: client.post(
            reverse(f"directory:{name}", args=[community.pk, roster.pk]), {"skip": "3"}, follow=True
        ).content.decode()
        for name in names
    }

    said = "Esta nómina está cargada. Suba"
    assert {name: said in page for name, page in told.items()} == {
        "roster_decide": True, "roster_columns": False, "roster_load": True, "roster_drop": True,
    }  # fmt: skip
    assert "Deshacer esta carga" in told["roster_columns"]


def test_refused_load_keeps_the_decisions_of_the_page(client, community):
    client.force_login(make_coordinator(community))
    roster = draft(community, ANA + "Ñuñoa;Eva Paz;eva@nunoa.cl;\n")
    url = reverse("directory:roster_load", args=[community.pk, roster.pk])
    data = {"fingerprint": preview_import(roster).fingerprint, "replace": ["3", "4"]}

    told = client.post(url, data, follow=True).content.decode()

    roster.refresh_from_db()
    assert "para un mismo puesto" in told
    assert roster.choices["taken"] == ["3", "4"]


def test_dropped_roster_is_gone_and_listed_as_such(client, community):
    client.force_login(make_coordinator(community))
    roster = draft(community, ANA)

    told = client.post(
        reverse("directory:roster_drop", args=[community.pk, roster.pk]), follow=True
    ).content.decode()

    roster.refresh_from_db()
    assert (roster.content, roster.reading) == (None, None)
    assert "no se cargó nada" in told
    assert "descartada" in told


def test_undo_that_is_refused_says_who_is_in_the_way(client, community):
    client.force_login(make_coordinator(community))
    roster = load(draft(community, ANA))
    ContactPoint.objects.update(value="otra@nunoa.cl", channel="email", is_current=False)

    told = client.post(
        reverse("directory:roster_undo", args=[community.pk, roster.pk]), follow=True
    ).content.decode()

    assert "después de la carga se trabajó con Ana Pérez" in told


def test_one_of_two_rivals_is_taken(community):
    roster = draft(community, ANA + "Ñuñoa;Eva Paz;eva@nunoa.cl;\n")

    load(roster, "4")

    assert holders() == [("Ñuñoa", "Eva Paz")]


def test_two_rivals_taken_are_refused_with_their_rows_and_nothing_is_loaded(community):
    roster = draft(community, ANA + "Ñuñoa;Eva Paz;eva@nunoa.cl;\n")

    with pytest.raises(SeatTakenTwiceError) as caught:
        load(roster, "3", "4")

    assert caught.value.user_message() == (
        "Eligió las filas 3, 4 para un mismo puesto. Deje marcada solo una; no se cargó nada."
    )
    assert holders() == []


def test_all_proposals_of_the_rows_shown_are_accepted_at_once(community):
    roster = draft(
        community, "Nuñoha;Ana;ana@nunoa.cl;\nMaypu;Luis;luis@maipu.cl;\nMaipuu;E;e@x.cl;\n"
    )

    accepted = accept_proposals(roster=roster, shown=["3", "4"])

    assert accepted.choices["comunas"] == {"Nuñoha": "13120", "Maypu": "13119"}
    assert [row.status for row in preview_import(accepted).rows] == ["new", "new", "error"]


def test_proposal_for_a_comuna_that_another_row_has_for_certain_is_left_to_a_person(community):
    roster = draft(community, ANA + "Nuñoha;Eva Paz;eva@x.cl;\nMaypu;Luis;luis@maipu.cl;\n")

    accepted = accept_proposals(roster=roster, shown=["3", "4", "5"])

    assert accepted.choices["comunas"] == {"Maypu": "13119"}


def test_a_comuna_that_was_chosen_says_so_and_other_errors_stay(community):
    roster = draft(community, "Nuñoha;Ana Pérez;sin arroba;\n")

    row = preview_import(accept_proposals(roster=roster, shown=["3"])).rows[0]

    assert (row.status, row.row.cut) == ("error", "13120")
    assert "«Nuñoha» es «Ñuñoa»: lo eligió una persona." in [each.text for each in row.messages]


def test_all_replacements_shown_are_taken_but_rows_with_rivals_are_not(community):
    load(draft(community, ANA + "Maipú;Luis Soto;luis@maipu.cl;\n"))
    lines = "Ñuñoa;Eva Paz;eva@x.cl;\nMaipú;Raúl Mora;r@x.cl;\nMaipú;Inés Vera;i@x.cl;\n"

    taken = take_replacements(roster=draft(community, lines), shown=["3", "4", "5"])

    assert taken.choices["taken"] == ["3"]


def test_press_after_somebody_else_decided_is_refused(community):
    roster = draft(community, ANA)
    seen = preview_import(roster).fingerprint
    keep_decisions(roster=roster, comunas={}, shown=["3"], taken=[], skipped=["3"])

    with pytest.raises(RosterChangedError):
        load_roster(roster=roster, fingerprint=seen, large_population=1, now=NOW)


def test_load_button_keeps_new_comunas_and_shows_them_before_loading(client, community):
    client.force_login(make_coordinator(community))
    roster = draft(community, ANA + "Maypu;Luis Soto;luis@maipu.cl;\n")
    url = reverse("directory:roster_load", args=[community.pk, roster.pk])
    data = {"fingerprint": preview_import(roster).fingerprint, "comuna:Maypu": "13119"}

    told = client.post(url, data, follow=True)

    assert "hay filas nuevas: mírelas y cargue" in told.content.decode()
    assert holders() == []


def test_bulk_button_decides_only_what_the_page_showed(client, community):
    client.force_login(make_coordinator(community))
    roster = draft(community, "Nuñoha;Ana;ana@x.cl;\nMaypu;Luis;luis@x.cl;\n")
    url = reverse("directory:roster_decide", args=[community.pk, roster.pk])

    client.post(url, {"all": "proposals", "shown": ["3"]})

    roster.refresh_from_db()
    assert roster.choices["comunas"] == {"Nuñoha": "13120"}


def test_keys_that_no_row_can_have_are_left_out(client, community):
    client.force_login(make_coordinator(community))
    roster = draft(community, ANA)
    url = reverse("directory:roster_decide", args=[community.pk, roster.pk])

    client.post(url, {"skip": ["3", "a\0b", "x" * 200], "comuna:\0": "13120"})

    roster.refresh_from_db()
    assert roster.choices == {"comunas": {}, "taken": [], "skipped": ["3"]}


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_often_for_one_row_as_for_three(
    client, community, count, django_assert_num_queries
):
    client.force_login(make_coordinator(community))
    lines = [f"Comuna{n};Ana {n};a{n}@x.cl;\n" for n in range(count)]
    roster = draft(community, "".join(lines))
    url = reverse("directory:roster", args=[community.pk, roster.pk])
    client.get(url)

    with django_assert_num_queries(QUERIES_OF_THE_PAGE):
        page = client.get(url)

    assert page.content.decode().count('name="shown"') == count


QUERIES_OF_THE_PAGE = 9
