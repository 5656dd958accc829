"""Looking at a roster before anything is stored."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db.models import Prefetch

from convoca.directory.core.compare import ComparedRow, ExistingHolder, compare_rows
from convoca.directory.core.comunas import ComunaIndex
from convoca.directory.core.deciding import Decisions, settle_comunas
from convoca.directory.core.fold import fold_text
from convoca.directory.core.kinds import KindIndex
from convoca.directory.core.reading import (
    Country,
    HandMapping,
    ReadingPlan,
    no_titles,
    plan_reading,
)
from convoca.directory.core.repeats import mark_repeats
from convoca.directory.core.roster_file import (
    RosterReading,
    read_file,
    unpack_reading,
)
from convoca.directory.core.sheets import Book, open_book
from convoca.directory.models import (
    ColumnMapping,
    Comuna,
    DirectorateKind,
    Province,
    Region,
    RosterImport,
    Seat,
    Tenure,
    User,
)
from convoca.directory.queries.people import contact_of
from convoca.foundation.errors import NotFoundError
from convoca.foundation.models import Association

STATUSES = ("error", "conflict", "new", "changed", "same")
RECENT = 5


@dataclass(frozen=True)
class RosterPreview:
    """What loading a file would do now: every row with its status, and the counts.

    `counts` are of the whole file, also of rows too many to be shown (`left_out`). `fingerprint`
    changes when anything that a person saw has changed since.
    """

    rows: Sequence[ComparedRow]
    reading: RosterReading
    decisions: Decisions
    counts: Mapping[str, int]
    fingerprint: str

    @property
    def left_out(self) -> int:
        """Count the rows that are only counted, not shown."""
        return sum(self.reading.left_out.values())


def preview_roster(
    *, content: bytes, file_name: str, kind: DirectorateKind, association: Association | None
) -> RosterPreview:
    """Read a roster and compare it with who holds the seats today; nothing is stored.

    Raises RosterFileError when the file cannot be read as a roster.
    """
    book, plan, country = open_roster(content, file_name, association, {})
    if not plan.is_usable:
        raise no_titles(plan.sheets)
    reading = read_file(book, plan, country, kind=kind.code)
    return _preview(reading, Decisions({}), country.index, association, kind)


def preview_import(roster: RosterImport) -> RosterPreview:
    """Look at an uploaded roster with the choices made so far."""
    return preview_reading(reading_of(roster), roster)


def preview_reading(reading: RosterReading, roster: RosterImport) -> RosterPreview:
    """Compare what a roster says, already read, with who holds the seats now."""
    index = comuna_index()
    return _preview(reading, decisions_of(roster), index, roster.association, roster.kind)


def reading_of(roster: RosterImport) -> RosterReading:
    """Return what the file of a roster says: as kept, or read now."""
    if roster.reading is not None:
        return unpack_reading(roster.reading)
    return read_import(roster)


def read_import(
    roster: RosterImport, *, on_progress: Callable[[int, int], None] | None = None
) -> RosterReading:
    """Read the file of a roster; see core.roster_file.read_file.

    Raises RosterFileError.
    """
    book, plan, country = open_roster(
        bytes(roster.content or b""), roster.file_name, roster.association, roster.choices
    )
    return read_file(book, plan, country, kind=roster.kind.code, on_progress=on_progress)


def open_roster(
    content: bytes,
    file_name: str,
    association: Association | None,
    choices: Mapping[str, Any],  # Any: values of JSON
) -> tuple[Book, ReadingPlan, Country]:
    """Open a file and plan how it is read, with what a person chose about its columns.

    Raises RosterFileError when nothing in it resembles a roster.
    """
    country = country_of(association)
    book = open_book(content, file_name, encoding=choices.get("encoding"))
    columns = {
        name: HandMapping(each["header_row"], {int(n): s for n, s in each["subjects"].items()})
        for name, each in choices.get("columns", {}).items()
    }
    sheets = choices.get("sheets", [])
    return book, plan_reading(book, file_name, country, sheets=sheets, columns=columns), country


def decisions_of(roster: RosterImport) -> Decisions:
    """Return what was decided about the rows of a roster."""
    return Decisions(
        comunas=roster.choices.get("comunas", {}),
        taken=frozenset(roster.choices.get("taken", [])),
        skipped=frozenset(roster.choices.get("skipped", [])),
    )


def country_of(association: Association | None) -> Country:
    """Return what rosters are read against."""
    kinds = DirectorateKind.objects.all()
    wider = [*Region.objects.values_list("name", "short_name"), *_province_names()]
    remembered = ColumnMapping.objects.filter(association=association)
    return Country(
        index=comuna_index(),
        kinds=KindIndex({k.code: [k.name, *k.abbreviations, *k.common_names] for k in kinds}),
        phone_region=settings.PHONE_REGION,
        wider_names=frozenset(fold_text(name) for names in wider for name in names),
        remembered={
            each.fingerprint: {int(n): s for n, s in each.subjects.items()} for each in remembered
        },
    )


def _province_names() -> list[tuple[str]]:
    return list(Province.objects.values_list("name"))


def comuna_index() -> ComunaIndex:
    """Build the index of comunas."""
    return ComunaIndex(Comuna.objects.values_list("code", "name", "aliases"))


def existing_holders(
    association: Association | None, kind: DirectorateKind
) -> dict[str, ExistingHolder]:
    """Return who holds each seat of a kind, by the code of every comuna of its municipality.

    Of a seat that another one serves: who holds that one, or nobody, with the comuna it is of.
    """
    holding = Tenure.objects.filter(to_on__isnull=True).select_related("person")
    seats = Seat.objects.filter(association=association, kind=kind).prefetch_related(
        Prefetch("tenures", holding.prefetch_related("person__contacts"), to_attr="holding"),
        "municipality__comunas",
    )
    by_id = {seat.pk: seat for seat in seats}
    found: dict[str, ExistingHolder] = {}
    for seat in by_id.values():
        serving = by_id.get(seat.served_by_id or 0)
        holder = _holder_of(serving or seat)
        if serving is not None:
            holder = replace(
                holder or ExistingHolder(), served_from=serving.municipality.comuna_name
            )
        if holder is not None:
            found |= {comuna.code: holder for comuna in seat.municipality.comunas.all()}
    return found


def _holder_of(seat: Seat) -> ExistingHolder | None:
    """Return who holds a seat whose current tenures were read into `holding`, or None."""
    for tenure in getattr(seat, "holding"):  # noqa: B009 - the type of a seat does not know it
        return ExistingHolder(
            name=tenure.person.name,
            email=contact_of(tenure.person, "email"),
            phone=contact_of(tenure.person, "phone"),
            role=tenure.role,
        )
    return None


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


def list_recent_imports(association: Association, kind: DirectorateKind) -> list[RosterImport]:
    """List the last rosters of a kind, the newest first, without their files."""
    rosters = RosterImport.objects.filter(association=association, kind=kind)
    return list(rosters.defer("content", "reading", "journal").order_by("-pk")[:RECENT])


def _preview(
    reading: RosterReading,
    decisions: Decisions,
    index: ComunaIndex,
    association: Association | None,
    kind: DirectorateKind,
) -> RosterPreview:
    rows = mark_repeats(settle_comunas(reading.rows, decisions.comunas, index))
    compared = compare_rows(rows, existing_holders(association, kind))
    counts = {
        status: sum(row.status == status for row in compared) + reading.left_out.get(status, 0)
        for status in STATUSES
    }
    return RosterPreview(compared, reading, decisions, counts, _fingerprint(compared, decisions))


def _fingerprint(rows: Sequence[ComparedRow], decisions: Decisions) -> str:
    seen = [
        (r.row.key, r.row.cut, r.row.person, r.row.email, r.row.phone, r.status, r.changes)
        for r in rows
    ]
    decided = (sorted(decisions.taken), sorted(decisions.skipped))
    return hashlib.sha256(repr((seen, decided)).encode()).hexdigest()[:32]
