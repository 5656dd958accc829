"""Excel workbooks, after their archive was found safe."""

import datetime
import io
import itertools
import re
from collections.abc import Collection, Iterator
from typing import Any

from openpyxl import load_workbook

from convoca.directory.core.sheets.archive import inspect_archive
from convoca.directory.core.sheets.table import (
    MAX_ROWS,
    Book,
    RosterFileError,
    TableRow,
    make_row,
)

LAST_ROW_OF_A_SHEET = 1_048_576
_LEADING_ZEROS = re.compile(r"^0+$")

Merges = Collection[tuple[int, int, int]]


def open_workbook(content: bytes) -> Book:
    """Open the visible sheets of an .xlsx workbook.

    Numbers are text: 5109.0 gives "5109", a number shown with leading zeros ("00000") keeps them.
    A formula gives its last value; one never computed gives its text, in books of up to MAX_ROWS
    rows. A cell merged over several rows counts for each of them that holds something else too.

    Raises:
        RosterFileError: unsafe or damaged archive; while reading, damaged, too many columns.
    """
    seen = inspect_archive(content)
    with _Damage():
        values = load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        texts = None
        if seen.has_formulas and sum(seen.row_counts.values()) <= MAX_ROWS:
            texts = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        shown = {each.title: each for each in values.worksheets if each.sheet_state == "visible"}
        parts = {name: each._worksheet_path for name, each in shown.items()}

    def read(name: str) -> Iterator[TableRow]:
        with _Damage():
            formulas = texts[name] if texts else None
            cells = _fill_merged(_cells(shown[name], formulas), seen.merges.get(parts[name], ()))
            for number, row in enumerate(cells, start=1):
                if made := make_row(number, row):
                    yield made

    counts = tuple(seen.row_counts.get(parts[name], 0) for name in shown)
    return Book(tuple(shown), counts, read)


class _Damage:
    """Turns whatever the parser of workbooks raises into the sentence of a damaged file."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, raised: BaseException | None, _trace: object) -> None:
        if isinstance(raised, Exception) and not isinstance(raised, RosterFileError):
            raise RosterFileError(
                "La planilla está dañada y no se puede leer.",
                "Ábrala en Excel, guárdela otra vez como .xlsx y vuelva a subirla.",
            ) from raised


def _fill_merged(rows: Iterator[list[str]], merges: Merges) -> Iterator[list[str]]:
    """Repeat the value of a cell merged downwards, in rows that hold something of their own."""
    starts = {(first, column): last for column, first, last in merges}
    columns = {column for column, _, _ in merges}
    open_ones: dict[int, tuple[int, str]] = {}
    for number, cells in enumerate(rows, start=1):
        open_ones = {column: each for column, each in open_ones.items() if each[0] >= number}
        if open_ones and any(cell.strip() for cell in cells):
            cells.extend([""] * (max(open_ones) + 1 - len(cells)))
            for column, (_, value) in open_ones.items():
                cells[column] = cells[column] or value
        for column in columns:
            if (number, column) in starts and column < len(cells):
                open_ones[column] = (starts[number, column], cells[column])
        yield cells


def _cells(worksheet: Any, formulas: Any | None) -> Iterator[list[str]]:  # Any: openpyxl, untyped
    worksheet.reset_dimensions()
    rows = itertools.islice(worksheet.iter_rows(), LAST_ROW_OF_A_SHEET)
    if formulas is None:
        for row in rows:
            yield [_cell_text(cell.value, cell) for cell in row]
        return
    formulas.reset_dimensions()
    formula_rows = itertools.islice(formulas.iter_rows(), LAST_ROW_OF_A_SHEET)
    for row, formula_row in zip(rows, formula_rows, strict=True):
        yield [
            _cell_text(cell.value if cell.value is not None else _formula_text(other), cell)
            for cell, other in zip(row, formula_row, strict=True)
        ]


def _formula_text(cell: Any) -> str | None:  # Any: as above
    """Give a formula's own text; an array formula carries it in an attribute."""
    text = getattr(cell.value, "text", cell.value)
    return str(text) if cell.data_type == "f" and text else None


def _cell_text(value: object, cell: Any) -> str:  # Any: as above
    if value is None:
        return ""
    if isinstance(value, bool):
        return "VERDADERO" if value else "FALSO"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        is_padded = _LEADING_ZEROS.match(cell.number_format) is not None
        return str(value).zfill(len(cell.number_format)) if is_padded else str(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value).replace("\0", "")
