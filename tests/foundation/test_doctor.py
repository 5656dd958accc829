"""What the doctor says of the house itself, and how its command ends; TIM-05."""

import json
import shutil
from collections import namedtuple
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from convoca.foundation import queue
from convoca.foundation.diagnosis import Diagnosis, Level, examine
from convoca.foundation.doctor import (
    look_at_database,
    look_at_disk,
    look_at_files,
    look_at_queue,
    look_at_settings,
    look_at_workers,
    look_at_zones,
    zones_version,
)
from convoca.foundation.management.commands.doctor import in_words
from convoca.foundation.models import Duty, Worker
from convoca.foundation.workers import join_workers
from tests.factories.directory import make_association

pytestmark = pytest.mark.django_db

Usage = namedtuple("Usage", "total used free")


def levels(diagnoses):
    return [diagnosis.level for diagnosis in diagnoses]


def run_doctor():
    said = StringIO()
    try:
        call_command("doctor", "--json", stdout=said)
    except SystemExit as end:
        return end.code, json.loads(said.getvalue())
    return 0, json.loads(said.getvalue())


def test_doctor_ends_with_1_when_nobody_works():
    code, said = run_doctor()

    trouble = [row for row in said["diagnoses"] if row["level"] == "trouble"]
    assert (code, said["counts"]["trouble"]) == (1, len(trouble))
    assert trouble[0] == {
        "about": "Trabajo de fondo",
        "level": "trouble",
        "sentence": "Nadie trabaja: los mensajes no salen.",
        "advice": "Inicie «convoca serve» (un equipo) o «convoca work» (varios).",
    }


def test_doctor_ends_with_0_when_there_are_warnings_only():
    join_workers(now=timezone.now())

    code, said = run_doctor()

    assert (code, "trouble" in said["counts"]) == (0, False)


def test_diagnosis_in_words_says_what_to_do_only_where_there_is_something():
    fine = Diagnosis("Disco", Level.FINE, "Queda lugar.")
    wrong = Diagnosis("Disco", Level.TROUBLE, "Está lleno.", "Libere espacio.")

    assert in_words(fine) == "✓ Disco: Queda lugar."
    assert in_words(wrong) == "✗ Disco: Está lleno. → Libere espacio."


def test_check_that_breaks_is_trouble_and_hides_no_other():
    def broken():
        raise ConnectionError

    def fine():
        return [Diagnosis("Otro", Level.FINE, "Bien.")]

    found = examine([(lambda: "Cola", broken), (lambda: "Otro", fine)])

    assert [(each.about, each.level) for each in found] == [("Cola", "trouble"), ("Otro", "fine")]
    assert found[0].sentence == "No se pudo comprobar (ConnectionError)."


def test_rehearsal_is_told_before_the_address(settings):
    settings.REHEARSAL = True

    assert [each.sentence for each in look_at_settings()] == [
        "Es un ensayo: nada sale de este equipo."
    ]


def test_association_without_an_address_for_privacy_is_named(settings):
    settings.REHEARSAL = True
    association = make_association()
    association.contact_email = ""
    association.save()

    assert list(look_at_settings())[-1].sentence == (
        f"{association} no tiene correo de contacto en la página de privacidad."
    )


MIGRATED = """
CREATE TABLE IF NOT EXISTS django_migrations
(id integer PRIMARY KEY, app varchar(255), name varchar(255), applied timestamp)
"""


@pytest.fixture
def migrations(settings) -> MigrationRecorder:
    """The list of what was migrated, also where the tests made their tables without it."""
    settings.MIGRATION_MODULES = {}
    recorder = MigrationRecorder(connection)
    if connection.vendor == "sqlite":  # its schema editor refuses to work inside a transaction
        with connection.cursor() as cursor:
            cursor.execute(MIGRATED)
    recorder.ensure_schema()
    for missing in set(MigrationLoader(None).disk_migrations) - set(recorder.applied_migrations()):
        recorder.record_applied(*missing)
    return recorder


def test_database_with_all_its_tables_is_fine(migrations):
    assert levels(look_at_database()) == [Level.FINE]


def test_database_without_its_last_migration_is_trouble(migrations):
    migrations.record_unapplied("foundation", "0002_workers")

    found = list(look_at_database())

    assert (levels(found), found[0].advice) == ([Level.TROUBLE], "Ejecute: convoca migrate")


def test_machines_that_share_nothing_are_told_what_to_share(settings):
    for host in ("uno", "dos"):
        worker = join_workers(now=timezone.now())
        Worker.objects.filter(pk=worker.pk).update(host=host)

    found = list(look_at_workers())

    assert found[0].sentence == "2 procesos en dos, uno."
    assert [each.advice.split("CONVOCA_")[1].split(",")[0] for each in found[1:]] == [
        "QUEUE_URL",
        "FILES_URL",
    ]


def test_worker_unseen_for_a_minute_does_not_count():
    join_workers(now=timezone.now() - timedelta(seconds=61))

    assert levels(look_at_workers()) == [Level.TROUBLE]


def test_duties_that_are_late_or_failed_are_named():
    now = timezone.now()
    join_workers(now=now)
    Duty.objects.create(name="rooms.late", due_at=now - timedelta(minutes=11))
    Duty.objects.create(name="rooms.broken", due_at=now, error="LookupError")

    assert [each.sentence for each in list(look_at_workers())[1:]] == [
        "Hay tareas del reloj atrasadas: rooms.late.",
        "La tarea rooms.broken falló la última vez (LookupError).",
    ]


def test_processes_of_two_versions_are_told():
    join_workers(now=timezone.now())
    Worker.objects.filter(pk=join_workers(now=timezone.now()).pk).update(version="0.0")

    assert levels(look_at_workers()) == [Level.FINE, Level.WARNING]


def test_queue_that_answers_is_fine():
    assert levels(look_at_queue()) == [Level.FINE]


def test_queue_in_which_much_waits_is_told():
    for _number in range(1001):
        queue.huey.storage.enqueue(b"look")

    found = list(look_at_queue())

    queue.huey.storage.flush_queue()
    assert [(each.level, each.sentence) for each in found] == [
        (Level.WARNING, "1001 avisos en espera.")
    ]


def test_shelf_of_files_is_looked_at_only_where_it_is_not_a_disk(settings):
    on_disk = list(look_at_files())
    settings.FILES = {"bucket_name": "balde"}

    assert (on_disk, levels(look_at_files())) == ([], [Level.FINE])


def test_house_with_https_is_held_to_the_checks_of_a_deployment(settings):
    settings.IS_HTTPS, settings.SESSION_COOKIE_SECURE = True, False

    found = [each for each in look_at_settings() if "security.W012" in each.sentence]

    assert levels(found) == [Level.WARNING]


@pytest.mark.parametrize(
    ("free", "level"),
    [(5e9, Level.FINE), (1e9, Level.WARNING), (1e8, Level.TROUBLE)],
)
def test_disk_is_judged_by_the_room_that_is_left(monkeypatch, free, level):
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: Usage(1e10, 1e10 - free, free))

    assert levels(look_at_disk()) == [level]


def test_zones_of_this_machine_are_of_our_time():
    assert levels(look_at_zones()) == [Level.FINE]


@pytest.mark.parametrize(
    ("line", "known"), [("# version 2024a", (2024, 1)), ("# version 2026c-rc1", (2026, 3))]
)
def test_zones_version_is_that_of_the_system_where_it_has_one(tmp_path, line, known):
    (tmp_path / "tzdata.zi").write_text(f"{line}\n# This zic input file\n")

    assert zones_version((str(tmp_path / "none"), str(tmp_path))) == known


def test_zones_version_is_that_of_the_package_where_the_system_has_none(tmp_path):
    assert zones_version((str(tmp_path),)) >= (2025, 2)
