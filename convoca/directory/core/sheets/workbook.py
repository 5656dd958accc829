"""Excel workbooks, after their archive was found safe."""

import datetime
import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from openpyxl import load_workbook

from convoca.directory.core.sheets.archive import inspect_archive
from convoca.directory.core.sheets.table import (
    MAX_ROWS,
    RosterFileError,
    Table,
    TableRow,
    make_row,
    too_many_rows,
)

LAST_ROW_OF_A_SHEET = 1_048_576
_LEADING_ZEROS = re.compile(r"^0+$")


@dataclass(slots=True)
class _Sheet:
    name: str
    rows: list[TableRow] = field(default_factory=list)
    is_cut: bool = False

    def count_wide_rows(self) -> int:
        return sum(1 for row in self.rows if sum(map(bool, row.cells)) > 1)


def read_workbook(content: bytes, sheet: str | None = None) -> Table:
    """Read one sheet of an .xlsx workbook.

    Args:
        content: the bytes of the file.
        sheet: the name of the sheet; None takes the visible one with most rows of two filled cells
            or more, the first of them in a tie.

    Returns:
        The rows that are not blank. Numbers are text: 5109.0 gives "5109", a number shown with
        leading zeros ("00000") keeps them. A formula gives its last value; one never computed gives
        its text.

    Raises:
        RosterFileError: unsafe or damaged archive, no such sheet, empty, too many rows or columns.
    """
    has_formulas = inspect_archive(content)
    try:
        found = _read_sheets(content, sheet, has_formulas=has_formulas)
    except RosterFileError:
        raise
    except Exception as exc:
        raise RosterFileError(
            "La planilla está dañada y no se puede leer.",
            "Ábrala en Excel, guárdela otra vez como .xlsx y vuelva a subirla.",
        ) from exc
    names = tuple(each.name for each in found)
    chosen = max(found, key=_Sheet.count_wide_rows, default=None)
    if chosen is None:
        raise RosterFileError(_absent(sheet), "Elija otra hoja o revise el archivo.")
    if chosen.is_cut:
        raise too_many_rows()
    return Table(
        tuple(chosen.rows), sheet=chosen.name, sheets=names, remarks=_remarks(found, chosen)
    )


def _read_sheets(content: bytes, sheet: str | None, *, has_formulas: bool) -> list[_Sheet]:
    values = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    texts = None
    if has_formulas:
        texts = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    found: list[_Sheet] = []
    for worksheet in values.worksheets:
        is_wanted = worksheet.title == sheet if sheet else worksheet.sheet_state == "visible"
        if is_wanted:
            formulas = texts[worksheet.title] if texts else None
            found.append(_read_sheet(worksheet, formulas))
    return found


def _read_sheet(worksheet: Any, formulas: Any | None) -> _Sheet:  # Any: openpyxl has no types
    read = _Sheet(worksheet.title)
    all_cells = itertools.islice(_cells(worksheet, formulas), LAST_ROW_OF_A_SHEET)
    for number, cells in enumerate(all_cells, start=1):
        row = make_row(number, cells)
        if row is None:
            continue
        if len(read.rows) == MAX_ROWS:
            read.is_cut = True
            break
        read.rows.append(row)
    return read


def _cells(worksheet: Any, formulas: Any | None) -> Iterator[list[str]]:  # Any: as above
    worksheet.reset_dimensions()
    if formulas is None:
        for row in worksheet.iter_rows():
            yield [_cell_text(cell.value, cell) for cell in row]
        return
    formulas.reset_dimensions()
    for row, formula_row in zip(worksheet.iter_rows(), formulas.iter_rows(), strict=True):
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


def _absent(sheet: str | None) -> str:
    if sheet is None:
        return "La planilla no tiene hojas visibles."
    return f"La planilla no tiene una hoja llamada «{sheet[:40]}»."


def _remarks(found: list[_Sheet], chosen: _Sheet) -> tuple[str, ...]:
    if len(found) == 1:
        return ()
    return (f"La planilla tiene {len(found)} hojas visibles; se leyó «{chosen.name}».",)
