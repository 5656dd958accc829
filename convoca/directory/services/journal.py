"""What an act wrote, kept so that it can be taken back while nothing depends on it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypedDict

from django.apps import apps
from django.db.models import Field, Model
from django.db.models.fields.reverse_related import ForeignObjectRel

Plain = str | int | float | bool | None


class Entry(TypedDict):
    """One row made (values: all its fields) or changed (values: new, before: old)."""

    model: str
    pk: int
    values: dict[str, Plain]
    before: dict[str, Plain] | None


class Journal:
    """Notes what is made and changed, in order."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def made(self, rows: Iterable[Model]) -> None:
        """Note rows that were just made."""
        for row in rows:
            names = [field.attname for field in row._meta.concrete_fields]
            self._note(row, {name: plain(getattr(row, name)) for name in names}, None)

    def change(self, rows: Iterable[Model], **values: object) -> list[Any]:
        """Give rows new values and note the old ones; the rows are to be saved by the caller.

        Any: rows of whatever table, as bulk_update takes them.
        """
        changed = []
        for row in rows:
            before = {name: plain(getattr(row, name)) for name in values}
            for name, value in values.items():
                setattr(row, name, value)
            self._note(row, {name: plain(value) for name, value in values.items()}, before)
            changed.append(row)
        return changed

    def _note(self, row: Model, values: dict[str, Plain], before: dict[str, Plain] | None) -> None:
        self.entries.append(
            {"model": row._meta.label, "pk": row.pk, "values": values, "before": before}
        )


def plain(value: Any) -> Plain:  # Any: the value of any field
    """Turn the value of a field into one that JSON keeps exactly; moments in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def find_obstacles(entries: Sequence[Entry]) -> list[Model]:
    """List the rows of a journal that stand in the way of taking it back; [] where none does.

    A row that has changed since; a row that was made and that others now point at. Of rows that
    are gone, is_whole knows.
    """
    made = {(entry["model"], entry["pk"]) for entry in entries if entry["before"] is None}
    return [*find_changed(entries), *_pointed_at(made, _rows_of(entries))]


def find_changed(entries: Sequence[Entry]) -> list[Model]:
    """List the rows of a journal whose values are no longer those it left, the last one noted."""
    rows = _rows_of(entries)
    last: dict[tuple[str, int], dict[str, Plain]] = defaultdict(dict)
    for entry in entries:
        last[entry["model"], entry["pk"]] |= entry["values"]
    return [
        row
        for key, row in rows.items()
        if any(plain(getattr(row, name)) != value for name, value in last[key].items())
    ]


def is_whole(entries: Sequence[Entry]) -> bool:
    """Tell whether every row of a journal is still there."""
    return len(_rows_of(entries)) == len({(entry["model"], entry["pk"]) for entry in entries})


def take_back(entries: Sequence[Entry]) -> None:
    """Restore what was changed and delete what was made, the last first; obstacles looked at."""
    rows = _rows_of(entries)
    for entry in reversed(entries):
        row = rows[entry["model"], entry["pk"]]
        if entry["before"] is None:
            row.delete()
            continue
        for name, value in entry["before"].items():
            setattr(row, name, _column(row, name).to_python(value))
        row.save(update_fields=list(entry["before"]))


def _rows_of(entries: Sequence[Entry]) -> dict[tuple[str, int], Model]:
    wanted: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        wanted[entry["model"]].add(entry["pk"])
    return {
        (label, pk): row
        for label, pks in wanted.items()
        for pk, row in apps.get_model(label)._default_manager.in_bulk(list(pks)).items()
    }


def _column(row: Model, name: str) -> "Field[Any, Any]":  # Any: a field of any table
    return next(field for field in row._meta.concrete_fields if field.attname == name)


def _pointed_at(made: set[tuple[str, int]], rows: dict[tuple[str, int], Model]) -> list[Model]:
    """List the rows made that rows not made by the same act point at."""
    found: list[Model] = []
    for label in {label for label, _ in made}:
        ours = {pk for other, pk in made if other == label}
        for relation in relations_to(apps.get_model(label)):
            theirs = {pk for other, pk in made if other == relation.related_model._meta.label}
            name = relation.field.attname
            strangers = relation.related_model._default_manager.exclude(pk__in=theirs)
            pointing = strangers.filter(**{f"{name}__in": ours}).values_list(name, flat=True)
            found += [rows[label, pk] for pk in set(pointing)]
    return found


def relations_to(model: type[Model]) -> list[ForeignObjectRel]:
    """List what in any room points at rows of a table, derived from the tables themselves."""
    return [each for each in model._meta.related_objects if each.field.concrete]
