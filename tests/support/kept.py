"""Rows that a factory has made once are put back as they were, instead of being made again.

Most of a test's time goes into arranging it: the services that invite, ask and answer run, with
all their queries, for the same rows each time. A factory that is `kept` does so once in a process
for each way it is called; after that its rows are copied back, byte by byte, and what it returned
is returned again. It needs an empty database: where there is anything already, it is made anew.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, wraps
from typing import ParamSpec, TypeVar

from django.apps import apps
from django.conf import UserSettingsHolder, settings
from django.db import connection, transaction
from django.utils import timezone

Given = ParamSpec("Given")
Made = TypeVar("Made")
PLAIN = (str, int, float, bool, type(None), date, datetime, timedelta)
SAME_TIME = timedelta(minutes=5)


@dataclass(frozen=True)
class Kept:
    """What one call brought: the rows of each table, and what was returned."""

    rows: dict[str, object]
    returned: bytes


def kept(make: Callable[Given, Made]) -> Callable[Given, Made]:
    """Let a factory put back what it made when it was called so before, in an empty database."""
    memory: dict[object, Kept] = {}

    @wraps(make)
    def put_back_or_make(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        if not _is_plain([args, kwargs]) or _is_set_otherwise() or not _is_empty():
            return make(*args, **kwargs)
        key = (repr(args), repr(kwargs), connection.vendor, _moment())
        if key not in memory:
            made = make(*args, **kwargs)
            memory[key] = Kept(_read_rows(), pickle.dumps(made))
            return made
        _write_rows(memory[key].rows)
        return pickle.loads(memory[key].returned)

    return put_back_or_make


def _is_plain(given: object) -> bool:
    """Say whether something says by its words alone what it is."""
    if isinstance(given, dict):
        return all(_is_plain(one) for one in given.values())
    if isinstance(given, (list, tuple)):
        return all(_is_plain(one) for one in given)
    return isinstance(given, PLAIN)


def _is_set_otherwise() -> bool:
    """Say whether the test has settings of its own."""
    return isinstance(settings._wrapped, UserSettingsHolder)


def _moment() -> int:
    """Count the spans of time: rows that say when they were made are not put back much later."""
    return int(timezone.now().timestamp() // SAME_TIME.total_seconds())


@cache
def _tables() -> list[str]:
    models = apps.get_models(include_auto_created=True)
    ours = {one._meta.db_table for one in models if one.__module__.startswith("convoca.")}
    return sorted(ours)


def _is_empty() -> bool:
    some = " OR ".join(f"EXISTS (SELECT 1 FROM {_quoted(table)})" for table in _tables())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT CASE WHEN {some} THEN 1 ELSE 0 END")
        return cursor.fetchone() == (0,)


def _quoted(table: str) -> str:
    return connection.ops.quote_name(table)


def _read_rows() -> dict[str, object]:
    read = _read_text if connection.vendor == "postgresql" else _read_values
    with connection.cursor() as cursor:
        found = {table: read(cursor, table) for table in _tables()}
    return {table: rows for table, rows in found.items() if rows}


def _write_rows(found: dict[str, object]) -> None:
    write = _write_text if connection.vendor == "postgresql" else _write_values
    # Rows may come before those they point to: that is looked at when all are there.
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in found.items():
            write(cursor, table, rows)


def _read_text(cursor, table: str) -> bytes:
    with cursor.copy(f"COPY {_quoted(table)} TO STDOUT") as copy:
        return b"".join(copy)


def _write_text(cursor, table: str, text: bytes) -> None:
    with cursor.copy(f"COPY {_quoted(table)} FROM STDIN") as copy:
        copy.write(text)


def _read_values(cursor, table: str) -> list[tuple]:
    """Read what SQLite has stored itself: a `+` before a column keeps it from being converted."""
    cursor.execute(f"PRAGMA table_info({_quoted(table)})")
    columns = ", ".join(f"+{_quoted(row[1])}" for row in cursor.fetchall())
    return cursor.execute(f"SELECT {columns} FROM {_quoted(table)}").fetchall()


def _write_values(cursor, table: str, rows: list[tuple]) -> None:
    places = ", ".join(["%s"] * len(rows[0]))
    cursor.executemany(f"INSERT INTO {_quoted(table)} VALUES ({places})", rows)
