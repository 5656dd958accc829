"""Looking at a roster before anything is stored."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.db.models import Prefetch

from convoca.directory.core.columns import find_columns
from convoca.directory.core.compare import ComparedRow, ExistingHolder, compare_rows
from convoca.directory.core.comunas import ComunaIndex
from convoca.directory.core.messages import error
from convoca.directory.core.roster_row import RosterRow
from convoca.directory.core.rows import read_rows
from convoca.directory.core.sheets import read_table
from convoca.directory.models import Comuna, DirectorateKind, RosterImport, Seat, Tenure, User
from convoca.directory.queries.people import contact_of
from convoca.foundation.errors import NotFoundError
from convoca.foundation.models import Association

STATUSES = ("error", "conflict", "new", "changed", "same")


@dataclass(frozen=True)
class RosterPreview:
    """What loading a file would do now: every row with its status, and the counts.

    `fingerprint` changes when anything that a person saw has changed since.
    """

    rows: Sequence[ComparedRow]
    remarks: Sequence[str]
    ignored_columns: Sequence[str]
    counts: Mapping[str, int]
    fingerprint: str


def preview_roster(
    *,
    content: bytes,
    file_name: str,
    kind: DirectorateKind,
    association: Association | None,
    comuna_choices: Mapping[str, str] | None = None,
) -> RosterPreview:
    """Read a roster and compare it with who holds the seats today; nothing is stored.

    `comuna_choices` are spellings that a person has settled: {as written: code}.

    Raises RosterFileError when the file cannot be read as a roster.
    """
    table = read_table(content, file_name)
    mapping = find_columns(table)
    rows = read_rows(
        table,
        mapping,
        comuna_index(comuna_choices or {}),
        phone_region=settings.PHONE_REGION,
        kinds=_kind_names(),
    )
    own = [_refuse_other_kind(row, kind) for row in rows]
    compared = compare_rows(own, existing_holders(association, kind))
    return RosterPreview(
        rows=compared,
        remarks=table.remarks,
        ignored_columns=mapping.ignored,
        counts={status: sum(row.status == status for row in compared) for status in STATUSES},
        fingerprint=_fingerprint(compared),
    )


def comuna_index(choices: Mapping[str, str]) -> ComunaIndex:
    """Build the index of comunas, with the spellings that a person has settled."""
    settled: dict[str, list[str]] = {}
    for written, code in choices.items():
        settled.setdefault(code, []).append(written)
    return ComunaIndex(
        (code, name, [*aliases, *settled.get(code, [])])
        for code, name, aliases in Comuna.objects.values_list("code", "name", "aliases")
    )


def existing_holders(
    association: Association | None, kind: DirectorateKind
) -> dict[str, ExistingHolder]:
    """Return who holds each seat of a kind, by the code of every comuna it serves."""
    holding = Tenure.objects.filter(to_on__isnull=True).select_related("person")
    seats = Seat.objects.filter(association=association, kind=kind).prefetch_related(
        Prefetch("tenures", holding.prefetch_related("person__contacts"), to_attr="holding"),
        "municipality__comunas",
    )
    found: dict[str, ExistingHolder] = {}
    for seat in seats:
        for tenure in seat.holding:
            holder = ExistingHolder(
                name=tenure.person.name,
                email=contact_of(tenure.person, "email"),
                phone=contact_of(tenure.person, "phone"),
                role=tenure.role,
            )
            found |= {comuna.code: holder for comuna in seat.municipality.comunas.all()}
    return found


def get_visible_import(user: User, import_id: int) -> RosterImport:
    """Return a roster of the user's association that waits for its confirmation.

    Raises NotFoundError.
    """
    found = (
        RosterImport.objects.select_related("kind", "association")
        .filter(pk=import_id, association=user.association)
        .first()
    )
    if found is None:
        raise NotFoundError(import_id)
    return found


def preview_import(roster: RosterImport) -> RosterPreview:
    """Look at an uploaded roster with the choices made so far."""
    return preview_roster(
        content=bytes(roster.content or b""),
        file_name=roster.file_name,
        kind=roster.kind,
        association=roster.association,
        comuna_choices=roster.choices.get("comunas", {}),
    )


def _kind_names() -> dict[str, list[str]]:
    kinds = DirectorateKind.objects.all()
    return {kind.code: [kind.name, *kind.abbreviations, *kind.common_names] for kind in kinds}


def _refuse_other_kind(row: RosterRow, kind: DirectorateKind) -> RosterRow:
    """Turn a row of another kind of directorate into an error: this roster is of one kind."""
    if row.kind in {None, kind.code}:
        return replace(row, kind=kind.code)
    said = error(f"La fila es de {row.kind} y esta nómina es de {kind.code}; no se carga.")
    return replace(row, messages=(*row.messages, said))


def _fingerprint(rows: Sequence[ComparedRow]) -> str:
    seen = [(r.row.number, r.row.cut, r.row.person, r.row.email, r.status, r.changes) for r in rows]
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:32]
