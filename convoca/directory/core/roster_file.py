"""What a whole roster file says, kept as plain values until it is loaded."""

from collections.abc import Callable, Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import asdict, dataclass, field
from typing import Any

from convoca.directory.core.collecting import Collector
from convoca.directory.core.headers import Subject
from convoca.directory.core.reading import (
    Country,
    Origin,
    ReadingPlan,
    SheetPlan,
    read_roster,
)
from convoca.directory.core.roster_json import pack_rows, unpack_rows
from convoca.directory.core.roster_row import RosterRow
from convoca.directory.core.sheets import Book, RosterFileError
from convoca.directory.core.sheets.table import MOST_ROWS, too_many_rows

PROGRESS_ROWS = 1_000
SAMPLES = 3
SAMPLE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet: its title, what it holds ("" where it is not used), some cells."""

    title: str
    subject: Subject | str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """How one sheet was read, to be shown and corrected by a person."""

    name: str
    origin: Origin
    header_row: int
    fingerprint: str
    columns: tuple[Column, ...]
    ignored: tuple[str, ...] = ()
    is_usable: bool = True


@dataclass(frozen=True, slots=True)
class RosterReading:
    """What a file says: rows as Collector keeps them, and how they were found.

    read counts all filled rows, left_out those only counted, by status. others are the sheets that
    were not read. encoding is that of a text file.
    """

    rows: tuple[RosterRow, ...]
    sheets: tuple[ReadSheet, ...]
    read: int = 0
    left_out: AnyMapping[str, int] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    encoding: str | None = None

    @property
    def is_usable(self) -> bool:
        """Tell whether the columns of every sheet are known; else there are no rows."""
        return all(sheet.is_usable for sheet in self.sheets)


def read_file(
    book: Book,
    plan: ReadingPlan,
    country: Country,
    *,
    kind: str,
    on_progress: Callable[[int, int], None] | None = None,
) -> RosterReading:
    """Read a file as planned; a plan that is not usable gives its sheets and no rows.

    on_progress is told the rows read so far and about how many there are, every PROGRESS_ROWS; it
    may raise to stop.
    Raises RosterFileError for no rows, over MOST_ROWS rows, and what only reading shows.
    """
    collector = Collector(kind)
    for row in read_roster(book, plan, country) if plan.is_usable else ():
        collector.add(row)
        if collector.read > MOST_ROWS:
            raise too_many_rows(MOST_ROWS)
        if on_progress is not None and collector.read % PROGRESS_ROWS == 0:
            on_progress(collector.read, plan.row_count)
    if plan.is_usable and not collector.read:
        raise RosterFileError("Bajo los títulos no hay ninguna fila.", "Revise el archivo.")
    collected = collector.finish()
    return RosterReading(
        rows=collected.rows,
        sheets=tuple(_describe(sheet) for sheet in plan.sheets),
        read=collected.read,
        left_out=collected.left_out,
        others=plan.others,
        remarks=(*book.remarks, *_remarks(plan)),
        encoding=book.encoding,
    )


def pack_reading(reading: RosterReading) -> dict[str, Any]:  # Any: values of JSON
    """Turn a reading into values of JSON."""
    return {
        "rows": pack_rows(reading.rows),
        "sheets": [asdict(sheet) for sheet in reading.sheets],
        "read": reading.read,
        "left_out": dict(reading.left_out),
        "others": list(reading.others),
        "remarks": list(reading.remarks),
        "encoding": reading.encoding,
    }


def unpack_reading(packed: AnyMapping[str, Any]) -> RosterReading:  # Any: as above
    """Turn what pack_reading gave back into the same reading."""
    return RosterReading(
        rows=tuple(unpack_rows(packed["rows"])),
        sheets=tuple(_unpack_sheet(sheet) for sheet in packed["sheets"]),
        read=packed["read"],
        left_out=packed["left_out"],
        others=tuple(packed["others"]),
        remarks=tuple(packed["remarks"]),
        encoding=packed["encoding"],
    )


def _unpack_sheet(packed: AnyMapping[str, Any]) -> ReadSheet:  # Any: as above
    columns = tuple(
        Column(each["title"], each["subject"], tuple(each["samples"])) for each in packed["columns"]
    )
    return ReadSheet(**{**packed, "columns": columns, "ignored": tuple(packed["ignored"])})


def _describe(sheet: SheetPlan) -> ReadSheet:
    return ReadSheet(
        name=sheet.name,
        origin=sheet.origin,
        header_row=sheet.mapping.header_row,
        fingerprint=sheet.fingerprint,
        columns=tuple(_columns(sheet)),
        ignored=sheet.mapping.ignored,
        is_usable=sheet.is_usable,
    )


def _columns(sheet: SheetPlan) -> Iterator[Column]:
    below = [row for row in sheet.head if row.number > sheet.mapping.header_row]
    width = max((len(row.cells) for row in sheet.head), default=0)
    subjects = sheet.mapping.subjects
    for number in range(width):
        cells = (" ".join(row.cell(number).split()) for row in below)
        samples = tuple(dict.fromkeys(cell[:SAMPLE_LENGTH] for cell in cells if cell))[:SAMPLES]
        title = " ".join(sheet.titles[number].split()) if number < len(sheet.titles) else ""
        if title or samples:
            yield Column(title[:SAMPLE_LENGTH], subjects.get(number, ""), samples)
        else:
            yield Column("", "", ())


def _remarks(plan: ReadingPlan) -> tuple[str, ...]:
    if not plan.others:
        return ()
    read = ", ".join(f"«{sheet.name}»" for sheet in plan.sheets[:5])
    count = len(plan.others) + len(plan.sheets)
    verb = "se leyó" if len(plan.sheets) == 1 else "se leyeron"
    return (f"La planilla tiene {count} hojas visibles; {verb} {read}.",)
