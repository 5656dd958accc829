"""The migrations, run from nothing, make the very tables that the models describe."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from django.apps import apps
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.parallel]

SCRATCH = "convoca_from_nothing"
COLUMNS = {
    "sqlite": """
        SELECT made.name, part.name, part.type, part."notnull"
        FROM sqlite_master AS made JOIN pragma_table_info(made.name) AS part
        WHERE made.type = 'table' AND made.name NOT LIKE 'sqlite_%'
    """,
    "postgresql": """
        SELECT table_name, column_name, data_type || coalesce(character_maximum_length::text, ''),
            is_nullable
        FROM information_schema.columns WHERE table_schema = 'public'
    """,
}
INDEXES = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT tablename, indexname FROM pg_indexes WHERE schemaname = 'public'",
}


@contextmanager
def empty_database(folder) -> Iterator[tuple[str, BaseDatabaseWrapper]]:
    """Make an empty database beside that of the test; give its address and a way to read it."""
    is_file = connection.vendor == "sqlite"
    name = str(folder / "scratch.sqlite3") if is_file else SCRATCH
    if not is_file:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {SCRATCH}")
            cursor.execute(f"CREATE DATABASE {SCRATCH}")
    own = connection.copy(alias="scratch")
    own.settings_dict = {**own.settings_dict, "NAME": name}
    with closing(own):
        yield address_of(own.settings_dict), own


def address_of(given: dict) -> str:
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    who = f"{given['USER']}:{given['PASSWORD']}" if given["PASSWORD"] else given["USER"]
    return f"postgres://{who}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


def our_tables() -> set[str]:
    models = apps.get_models(include_auto_created=True)
    return {one._meta.db_table for one in models if one.__module__.startswith("convoca.")}


def shape_of(database: BaseDatabaseWrapper) -> dict[str, set[tuple]]:
    """Return the columns and the indexes of our own tables."""
    found, ours = {}, our_tables()
    for what, question in (("columns", COLUMNS), ("indexes", INDEXES)):
        with database.cursor() as cursor:
            cursor.execute(question[connection.vendor])
            found[what] = {row for row in cursor.fetchall() if row[0] in ours}
    return found


def test_migrations_from_nothing_make_the_tables_of_the_models(tmp_path):
    with empty_database(tmp_path) as (address, database):
        command = [sys.executable, "-m", "convoca", "migrate", "--verbosity", "0"]
        subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=True)

        migrated = shape_of(database)

    described = shape_of(connection)
    assert len(described["columns"]) > 500
    assert {what: migrated[what] ^ described[what] for what in described} == {
        "columns": set(),
        "indexes": set(),
    }
