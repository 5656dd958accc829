"""Columns that are not recognised are named by a person, once."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from convoca.directory.models import ColumnMapping, RosterImport, Tenure
from convoca.directory.queries import preview_import
from tests.directory.core.rosters import write_xlsx
from tests.directory.rosters import draft, load, make_places
from tests.factories.directory import make_community, make_coordinator

pytestmark = pytest.mark.django_db
HEAD = "Quién;Dónde;Buzón\n"
LINES = "Ana Pérez;Ñuñoa;ana@nunoa.cl\nLuis Soto;Maipú;luis@maipu.cl\n"
SAID = {"titles:0": "1", "column:0:0": "person", "column:0:1": "comuna", "column:0:2": "email"}


@pytest.fixture
def community():
    return make_places(make_community())


@pytest.fixture
def coordinator(client, community):
    client.force_login(make_coordinator(community))
    return client


def address(name, community, roster):
    return reverse(f"directory:{name}", args=[community.pk, roster.pk])


def test_unknown_titles_are_kept_and_the_page_asks_what_they_are(coordinator, community):
    file = SimpleUploadedFile("lista.csv", (HEAD + LINES).encode())

    sent = coordinator.post(reverse("directory:roster_new", args=[community.pk]), {"file": file})
    page = coordinator.get(sent.url).content.decode()

    assert "¿Qué trae cada columna?" in page
    assert '<option value="comuna" selected>' in page
    assert "Ana Pérez · Luis Soto" in page


def test_known_title_is_chosen_already_and_only_the_others_are_asked(coordinator, community):
    lines = "Ñuñoha;Ana Pérez;ana@nunoa.cl\nMaypú;Luis Soto;luis@maipu.cl\n"
    roster = draft(community, lines, head="Comuna;Quien dirige;Casilla\n")

    page = coordinator.get(address("roster", community, roster)).content.decode()

    assert '<option value="comuna" selected>' in page
    assert '<option value="email" selected>' in page
    assert page.count('<option value="" selected>') == 1
    assert re.search(r'name="titles:0"[^>]*value="1"', page)


def test_columns_named_by_hand_give_the_rows_and_load(coordinator, community):
    roster = draft(community, LINES, head=HEAD)

    coordinator.post(address("roster_columns", community, roster), SAID)

    roster.refresh_from_db()
    assert preview_import(roster).counts["new"] == 2
    load(roster)
    assert Tenure.objects.count() == 2


def test_what_was_said_counts_for_the_next_file_with_these_titles(coordinator, community):
    coordinator.post(address("roster_columns", community, draft(community, LINES, head=HEAD)), SAID)

    again = draft(community, LINES, head="Lista 2027;;\n\nQUIÉN;dónde;Buzon\n")
    page = coordinator.get(address("roster", community, again)).content.decode()

    assert "Columnas: como la vez anterior" in page
    assert preview_import(again).counts["new"] == 2


def test_what_another_association_said_does_not_count(coordinator, community):
    other = make_places(make_community(kind="DOM"), ())
    coordinator.post(address("roster_columns", community, draft(community, LINES, head=HEAD)), SAID)
    assert other.association_id != community.association_id

    theirs = draft(other, LINES, head=HEAD)

    assert theirs.reading["sheets"][0]["is_usable"] is False


def test_saying_too_little_asks_again_and_keeps_what_was_said(coordinator, community):
    roster = draft(community, LINES, head=HEAD)

    told = coordinator.post(
        address("roster_columns", community, roster),
        {"titles:0": "1", "column:0:0": "person", "column:0:1": "", "column:0:2": "phone"},
        follow=True,
    )

    assert "¿Qué trae cada columna?" in told.content.decode()
    assert '<option value="phone" selected>' in told.content.decode()
    assert ColumnMapping.objects.count() == 0


def test_recognised_columns_may_be_corrected(coordinator, community):
    roster = draft(community, "Ñuñoa;Ana;ana@x.cl;eva@x.cl\n", head="Comuna;Nombre;Correo;Otro\n")

    coordinator.post(
        address("roster_columns", community, roster),
        {"titles:0": "1", "column:0:0": "comuna", "column:0:1": "person", "column:0:3": "email"},
    )

    roster.refresh_from_db()
    assert [row.row.email for row in preview_import(roster).rows] == ["eva@x.cl"]


def test_another_sheet_may_be_read_instead(coordinator, community):
    titles = ["Comuna", "Nombre", "Correo"]
    content = write_xlsx(
        [titles, ["Ñuñoa", "Ana", "ana@x.cl"], ["Maipú", "Eva", "eva@x.cl"]],
        Norte=[titles, ["Maipú", "Luis", "luis@x.cl"]],
    )
    file = SimpleUploadedFile("n.xlsx", content)
    coordinator.post(reverse("directory:roster_new", args=[community.pk]), {"file": file})
    roster = RosterImport.objects.get()

    coordinator.post(address("roster_columns", community, roster), {"sheet": ["Norte"]})

    roster.refresh_from_db()
    assert [row.row.person for row in preview_import(roster).rows] == ["Luis"]


def test_another_encoding_may_be_chosen(coordinator, community):
    roster = draft(community, "Ñuñoa;Ana;ana@x.cl\n", "cp850", head="Comuna;Nombre;Correo\n")
    said = {"titles:0": "1", "column:0:0": "comuna", "column:0:1": "person", "column:0:2": "email"}

    coordinator.post(address("roster_columns", community, roster), {**said, "encoding": "cp850"})

    roster.refresh_from_db()
    assert [row.row.cut for row in preview_import(roster).rows] == ["13120"]


def test_encoding_that_does_not_fit_is_said_and_the_reading_stays(coordinator, community):
    roster = draft(community, "Ñuñoa;Ana;ana@x.cl\n", head="Comuna;Nombre;Correo\n")

    told = coordinator.post(
        address("roster_columns", community, roster), {"encoding": "utf-16-be"}, follow=True
    )

    roster.refresh_from_db()
    assert "No se guardó nada." in told.content.decode()
    assert preview_import(roster).counts["new"] == 1
