"""Long rosters are read by the worker, with progress, and stop when a person says so."""

import io
import subprocess
import sys
from time import perf_counter

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from convoca.directory.core.sheets import table
from convoca.directory.errors import RosterSettledError
from convoca.directory.models import RosterImport
from convoca.directory.queries import preview_import
from convoca.directory.services import (
    ROSTER_READING,
    drop_roster,
    keep_draft,
    map_columns,
    read_waiting_rosters,
)
from convoca.foundation.models import Work
from convoca.foundation.works import claim_work, latest_work, retry_work
from convoca.foundation.works.doing import MOST_TRIES, PAUSE
from tests.directory.rosters import draft, load, make_places
from tests.factories.cycles import NOW
from tests.factories.directory import make_community, make_coordinator, make_kind

pytestmark = pytest.mark.django_db
HEAD = "Comuna;Dirección;Nombre;Correo\n"
ONE = "Ñuñoa;SECPLAN;Ana Pérez;ana@nunoa.cl\n"


@pytest.fixture
def community():
    return make_places(make_community())


def long_roster(community, count=2_100):
    others = "".join(f"Maipú;DOM;Eva {n};e{n}@x.cl\n" for n in range(count - 1))
    community.kind.__class__.objects.get_or_create(
        code="DOM", defaults={"name": "Obras", "abbreviations": ["DOM"], "requirement": "every"}
    )
    return draft(community, ONE + others, head=HEAD)


def test_long_roster_waits_for_the_worker_and_is_then_looked_at(community):
    roster = long_roster(community)
    assert (roster.state, roster.reading) == ("reading", None)

    read_waiting_rosters()

    roster.refresh_from_db()
    assert (roster.state, Work.objects.get().progress_done) == ("draft", 2_000)
    assert preview_import(roster).counts == {
        "error": 2_099, "conflict": 0, "new": 1, "changed": 0, "same": 0,
    }  # fmt: skip
    assert load(roster).counts["loaded"] == 1


def test_page_of_a_reading_shows_how_far_it_is_and_refreshes_itself(client, community):
    client.force_login(make_coordinator(community))
    roster = long_roster(community)
    Work.objects.update(progress_done=1_000, progress_total=2_101)

    page = client.get(reverse("directory:roster", args=[community.pk, roster.pk]))

    assert page["Refresh"] == "2"
    assert "1.000 de unas 2.101 filas leídas." in page.content.decode()


def test_reading_stops_when_a_person_cancels(community):
    roster = long_roster(community)
    claim_work(now=timezone.now())

    dropped = drop_roster(roster=roster, now=NOW)

    assert (dropped.state, dropped.content) == ("dropped", None)
    assert (read_waiting_rosters(), Work.objects.get().state) == (0, "cancelled")


def test_reading_that_is_cancelled_in_the_middle_records_nothing(community):
    roster = long_roster(community)

    with connection.execute_wrapper(Cancelling(roster)):
        assert read_waiting_rosters() == 1

    roster.refresh_from_db()
    assert (roster.state, roster.reading) == ("dropped", None)


def test_reading_that_breaks_is_tried_again_a_little_later(community):
    roster = long_roster(community)

    with connection.execute_wrapper(break_reading):
        assert read_waiting_rosters() == 1

    with time_machine.travel(timezone.now() + PAUSE):
        assert read_waiting_rosters() == 1
    roster.refresh_from_db()
    assert (roster.state, Work.objects.get().tries) == ("draft", 2)


def break_reading(execute, sql, params, many, context):
    """Fail as a disk does, once the reading has begun."""
    if "columnmapping" in sql:
        raise OSError("disk")
    return execute(sql, params, many, context)


class Cancelling:
    """Drops a roster, as another hand would, just before the progress is written."""

    def __init__(self, roster):
        self.roster, self.is_done = roster, False

    def __call__(self, execute, sql, params, many, context):
        if "progress_done" in sql and sql.startswith("UPDATE") and not self.is_done:
            self.is_done = True
            drop_roster(roster=self.roster, now=NOW)
        return execute(sql, params, many, context)


def give_up_reading(roster) -> Work:
    """Let three workers have died over a roster."""
    Work.objects.update(tries=MOST_TRIES)
    assert read_waiting_rosters() == 0
    return latest_work(ROSTER_READING, roster.pk)


def test_reading_cut_three_times_fails_in_words(client, community):
    client.force_login(make_coordinator(community))
    roster = long_roster(community)

    give_up_reading(roster)

    page = client.get(reverse("directory:roster", args=[community.pk, roster.pk]))
    assert "se cortó antes de terminar" in page.content.decode()
    assert "Intentar otra vez</button>" in page.content.decode()


def test_reading_that_was_given_up_can_be_asked_for_again(community):
    roster = long_roster(community)
    work = give_up_reading(roster)

    retry_work(work_id=work.pk, now=NOW)

    roster.refresh_from_db()
    assert (roster.state, roster.message, roster.content is None) == ("reading", "", False)
    assert read_waiting_rosters() == 1
    roster.refresh_from_db()
    assert roster.state == "draft"


def test_reading_that_was_given_up_and_dropped_is_over(community):
    roster = long_roster(community)
    give_up_reading(roster)

    drop_roster(roster=roster, now=NOW)

    roster.refresh_from_db()
    assert (roster.state, roster.content) == ("dropped", None)
    assert Work.objects.get().state == "cancelled"
    with pytest.raises(RosterSettledError):
        drop_roster(roster=roster, now=NOW)


def test_reading_again_of_a_roster_that_is_settled_is_refused(community):
    work = give_up_reading(long_roster(community))
    RosterImport.objects.update(state="dropped")

    with pytest.raises(RosterSettledError):
        retry_work(work_id=work.pk, now=NOW)

    assert Work.objects.get().state == "failed"


def test_long_roster_of_a_kind_without_community_is_work_of_the_association(community):
    keep_draft(
        association=community.association,
        kind=make_kind("DOM"),
        file_name="dom.csv",
        content=(HEAD + ONE * 2_100).encode(),
        user=None,
        now=NOW,
    )

    work = Work.objects.get()
    assert (work.community_id, work.address, work.title) == (None, "", "Leer la nómina «dom.csv»")


def test_long_file_that_is_no_roster_fails_with_its_sentence(community):
    roster = draft(community, "1;2\n" * 2_100, head="a;b\n")

    read_waiting_rosters()

    roster.refresh_from_db()
    assert (roster.state, roster.content) == ("failed", None)
    assert "No se encontró una fila de títulos" in roster.message
    assert Work.objects.get().can_retry is False


def test_more_rows_than_fit_are_refused_with_the_cap(community, monkeypatch):
    monkeypatch.setattr("convoca.directory.core.roster_file.MOST_ROWS", 2_000)
    roster = long_roster(community)

    read_waiting_rosters()

    roster.refresh_from_db()
    assert (roster.state, "más de 2.000 filas" in roster.message) == ("failed", True)
    assert table.MOST_ROWS == 250_000


def test_long_roster_with_unknown_titles_asks_and_remembers_once_it_is_read(community):
    lines = "Ana Pérez;Ñuñoa\n" * 2_100
    roster = draft(community, lines, head="Quién;Dónde\n")
    read_waiting_rosters()
    roster.refresh_from_db()
    assert roster.reading["rows"] == []

    said = {"": {"header_row": 1, "subjects": {"0": "person", "1": "comuna"}}}
    map_columns(roster=roster, columns=said, sheets=[], encoding="", user=None, now=NOW)
    read_waiting_rosters()

    roster.refresh_from_db()
    assert roster.reading["read"] == 2_100
    assert community.association.column_mappings.get().subjects == {"0": "person", "1": "comuna"}


def test_check_of_345_rows_answers_in_under_two_seconds(client):
    places = [(f"Comuna {n}", f"T{n:04}") for n in range(345)]
    community = make_places(make_community(), places)
    client.force_login(make_coordinator(community))
    book = openpyxl.Workbook()
    book.active.append(["Comuna", "Nombre", "Correo", "Teléfono"])
    for n, (name, _code) in enumerate(places):
        written = name.replace("o", "0") if n % 5 == 0 else name
        book.active.append([written, f"Ana Pérez {n}", f"ana{n}@x.cl", f"9 8765 {n:04}"])
    content = saved(book)
    begun = perf_counter()

    sent = client.post(
        reverse("directory:roster_new", args=[community.pk]),
        {"file": SimpleUploadedFile("n.xlsx", content)},
    )
    page = client.get(sent.url)

    assert perf_counter() - begun < 2
    assert page.context["preview"].reading.read == 345


def saved(book) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


MEASURED = """
import resource, sys
import django
django.setup()
from convoca.directory.core.comunas import ComunaIndex
from convoca.directory.core.kinds import KindIndex
from convoca.directory.core.reading import Country, plan_reading
from convoca.directory.core.roster_file import read_file
from convoca.directory.core.sheets import open_book
content = open(sys.argv[1], "rb").read()
index = ComunaIndex([("13120", "Ñuñoa", []), ("13119", "Maipú", [])])
country = Country(index, KindIndex({}), "CL")
book = open_book(content, "n.xlsx")
reading = read_file(book, plan_reading(book, "n.xlsx", country), country, kind="SECPLAN")
print(reading.read, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.soak
def test_two_hundred_thousand_rows_are_read_in_under_200_mb(tmp_path):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Nómina")
    sheet.append(["Comuna", "Nombre", "Correo", "Teléfono"])
    for n in range(200_000):
        place = ("Ñuñoa", "Maipú", "Ñunoha")[n % 3]
        sheet.append([place, f"Ana Pérez {n}", f"a{n}@x.cl", f"9 8765 {n % 10_000:04}"])
    book.save(tmp_path / "n.xlsx")

    told = subprocess.run(
        [sys.executable, "-c", MEASURED, str(tmp_path / "n.xlsx")],
        capture_output=True,
        check=True,
        text=True,
    )

    read, megabytes = map(int, told.stdout.split())
    assert read == 200_000
    assert megabytes < 200
