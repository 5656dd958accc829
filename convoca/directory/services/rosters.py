"""Taking in a roster: kept as a draft, its columns and rows decided one by one."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from convoca.directory.core.deciding import Decisions, clear_proposals
from convoca.directory.core.roster_file import RosterReading, pack_reading
from convoca.directory.core.sheets import is_long
from convoca.directory.errors import RosterSettledError
from convoca.directory.models import (
    ColumnMapping,
    Community,
    Comuna,
    DirectorateKind,
    RosterImport,
    User,
)
from convoca.directory.queries.rosters import (
    decisions_of,
    preview_reading,
    read_import,
    reading_of,
)
from convoca.foundation.models import Association
from convoca.foundation.works import WorkOrder, cancel_work_of, start_work

State = RosterImport.State
NAME_LENGTH = 120
ROSTER_READING = "roster_reading"
"""The work that follows a long file."""


def keep_draft(
    *,
    association: Association,
    kind: DirectorateKind,
    file_name: str,
    content: bytes,
    user: User | None,
    now: datetime,
    at_once: bool = False,
) -> RosterImport:
    """Keep an uploaded file until somebody confirms or drops it; nothing else is stored.

    A short file is read at once, a long one (see core.sheets.is_long) by the worker, unless
    whoever asks has the time: `at_once`.

    Raises RosterFileError when nothing in it resembles a roster; then it is not kept.
    """
    roster = RosterImport(
        association=association,
        kind=kind,
        file_name=" ".join(file_name.split())[:NAME_LENGTH],
        content=content,
        uploaded_by=user,
        uploaded_at=now,
    )
    _read_or_leave(roster, at_once=at_once)
    with transaction.atomic():
        roster.save()
        _start_reading(roster, user, now)
    return roster


def map_columns(
    *,
    roster: RosterImport,
    columns: Mapping[str, Mapping[str, Any]],  # Any: values of JSON
    sheets: Collection[str],
    encoding: str,
    user: User | None,
    now: datetime,
) -> RosterImport:
    """Read the file again with what a person says of its columns, and remember it for next time.

    `columns` is {sheet: {"header_row": 2, "subjects": {"0": "comuna"}}}. What was decided about
    comunas stays; about rows it goes, for they may be others now.

    Raises RosterSettledError, RosterFileError.
    """
    roster.choices = {
        "comunas": roster.choices.get("comunas", {}),
        "columns": {name: dict(each) for name, each in columns.items()},
        "sheets": list(sheets),
        **({"encoding": encoding} if encoding else {}),
    }
    reading = _read_or_leave(roster)
    with transaction.atomic():
        locked_draft(roster)
        roster.save(update_fields=["choices", "reading", "state"])
        if reading is not None:
            remember_columns(roster=roster, reading=reading, now=now)
        _start_reading(roster, user, now)
    return roster


@transaction.atomic
def keep_decisions(
    *,
    roster: RosterImport,
    comunas: Mapping[str, str],
    shown: Collection[str],
    taken: Collection[str],
    skipped: Collection[str],
) -> RosterImport:
    """Keep what a person decided about the rows shown; what was decided of others stays.

    `comunas` is {as written: code}; unknown codes are left out. `shown` are the keys of the rows
    on the page, "7", and of their fields, "7/email": those not in `taken` or `skipped` are
    undecided again.
    """
    roster = locked_draft(roster)
    known = set(Comuna.objects.values_list("code", flat=True))
    settled = {written: code for written, code in comunas.items() if code in known}
    note_decisions(roster, decisions_of(roster).after(shown, taken, skipped))
    roster.choices["comunas"] |= settled
    roster.save(update_fields=["choices"])
    return roster


def choose_comunas(*, roster: RosterImport, choices: Mapping[str, str]) -> RosterImport:
    """Keep which comuna a person says each doubtful spelling means."""
    return keep_decisions(roster=roster, comunas=choices, shown=(), taken=(), skipped=())


def accept_proposals(*, roster: RosterImport, shown: Collection[str]) -> RosterImport:
    """Choose the likeliest comuna for the spellings of the rows shown that have no choice yet.

    What core.deciding.clear_proposals leaves open, stays open.
    """
    rows = [each.row for each in preview_reading(reading_of(roster), roster).rows]
    clear, places = clear_proposals(rows), {row.place for row in rows if row.key in shown}
    chosen = {place: cut for place, cut in clear.items() if place in places}
    return choose_comunas(roster=roster, choices=chosen)


def take_replacements(*, roster: RosterImport, shown: Collection[str]) -> RosterImport:
    """Let the people of the file take their seats in every conflict shown that has no rival row."""
    compared = preview_reading(reading_of(roster), roster).rows
    keys = [
        each.row.key
        for each in compared
        if each.status == "conflict" and not each.row.rivals and each.row.key in shown
    ]
    return keep_decisions(roster=roster, comunas={}, shown=(), taken=keys, skipped=())


def note_decisions(roster: RosterImport, decisions: Decisions) -> None:
    """Write decisions into a roster that the caller saves."""
    roster.choices = {
        **roster.choices,
        "comunas": dict(decisions.comunas),
        "taken": sorted(decisions.taken),
        "skipped": sorted(decisions.skipped),
    }


@transaction.atomic
def drop_roster(*, roster: RosterImport, now: datetime) -> RosterImport:
    """Drop an uploaded file without loading it; one that is being read is no longer read.

    Raises RosterSettledError.
    """
    if cancel_work_of(kind=ROSTER_READING, subject_id=roster.pk, now=now):
        roster.refresh_from_db()
        return roster
    roster = locked_draft(roster, also=[State.FAILED])
    roster.state, roster.content, roster.reading = State.DROPPED, None, None
    roster.save(update_fields=["state", "content", "reading"])
    return roster


def locked_draft(roster: RosterImport, also: Collection[str] = ()) -> RosterImport:
    """Return the row of a roster that waits for decisions, locked.

    Raises RosterSettledError for any other state, but those in `also`.
    """
    locked = (
        RosterImport.objects.select_for_update(of=("self",))
        .select_related("kind", "association")
        .get(pk=roster.pk)
    )
    if locked.state not in {State.DRAFT, *also}:
        raise RosterSettledError(locked.get_state_display())
    return locked


def _read_or_leave(roster: RosterImport, *, at_once: bool = False) -> RosterReading | None:
    """Read a short file now, or leave a long one to the worker; the row is saved by the caller."""
    if not at_once and is_long(bytes(roster.content or b"")):
        roster.state, roster.reading = State.READING, None
        return None
    reading = read_import(roster)
    roster.state, roster.reading = State.DRAFT, pack_reading(reading)
    return reading


def _start_reading(roster: RosterImport, user: User | None, now: datetime) -> None:
    """Ask the worker to read a file that was left to it."""
    if roster.state != State.READING:
        return
    served = Community.objects.filter(association=roster.association, kind=roster.kind)
    community = served.order_by("pk").first()
    page = reverse("directory:roster", args=[community.pk, roster.pk]) if community else ""
    order = WorkOrder(
        kind=ROSTER_READING,
        key=f"roster:{roster.pk}",
        subject_id=roster.pk,
        association=roster.association,
        community_id=community.pk if community else None,
        title=_("Leer la nómina «%(file)s»") % {"file": roster.file_name},
        address=page,
    )
    start_work(order=order, asked_by_id=user.pk if user else None, now=now)


def remember_columns(*, roster: RosterImport, reading: RosterReading, now: datetime) -> None:
    """Remember what a person said of the columns under some titles, in this association."""
    for sheet in reading.sheets:
        if sheet.origin == "chosen" and sheet.is_usable and sheet.fingerprint:
            columns = enumerate(sheet.columns)
            subjects = {str(number): each.subject for number, each in columns if each.subject}
            ColumnMapping.objects.update_or_create(
                association=roster.association,
                fingerprint=sheet.fingerprint,
                defaults={"subjects": subjects, "updated_at": now},
            )
