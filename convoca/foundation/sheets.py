"""Tables as files that a spreadsheet opens: the one exporter of the house.

What people wrote is stored as they wrote it and may begin like a formula. It leaves as text:
in XLSX by the type of its cell, in CSV, which has no types, behind an apostrophe. Source: OWASP,
CSV injection.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import slugify
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Cell = str | int | date | None
LEADS = ("=", "+", "-", "@", "\t", "\r")
"""With what a text begins that a spreadsheet may take for a formula."""
GUARD = "'"
BYTE_ORDER_MARK = "\ufeff"
AS_TEXT, AS_DAY = "@", "dd-mm-yyyy"
LONGEST_TITLE, LONGEST_CELL = 31, 32_767
WIDEST = 48
_NOT_IN_A_TITLE = re.compile(r"[\\/*?:\[\]]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Sheet:
    """A table to be written: a title, one heading a column, and rows as long as the headings.

    Numbers stay numbers and days days; everything else is text, telephone numbers too.
    """

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def write_csv(sheet: Sheet) -> bytes:
    """Write a table as text that Excel opens in Spanish: semicolons, UTF-8 with its mark.

    A text that begins like a formula is led by an apostrophe. Days read 2027-03-31; nothing is
    an empty cell. Lines end as RFC 4180 wants them.
    """
    out = io.StringIO(newline="")
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, delimiter=";")
    for row in (sheet.headings, *sheet.rows):
        writer.writerow([guard_text(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode("utf-8", errors="replace")


def guard_text(text: str) -> str:
    """Lead a text by an apostrophe if a spreadsheet could take it for a formula."""
    return f"{GUARD}{text}" if text.startswith(LEADS) else text


def write_xlsx(sheet: Sheet) -> bytes:
    """Write a table as a workbook: bold headings that stay in sight, a filter a column.

    Texts are texts by their type, whatever they begin with. Control characters, which a
    workbook cannot hold, are left out; a carriage return reads as a line end; what is longer
    than a cell can hold is cut.
    """
    return write_workbook([sheet])


def write_workbook(sheets: Sequence[Sheet]) -> bytes:
    """Write tables as one workbook, a page each, as `write_xlsx` writes one."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _add_page(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _add_page(book: Workbook, sheet: Sheet) -> None:
    page = book.create_sheet(_NOT_IN_A_TITLE.sub(" ", _plain(sheet.title))[:LONGEST_TITLE])
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.headings))}{len(sheet.rows) + 1}"
    for number, width in enumerate(_widths(sheet), start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    page.append([_cell(page, heading, bold=True) for heading in sheet.headings])
    for row in sheet.rows:
        page.append([_cell(page, cell) for cell in row])


def sheet_name(*parts: str, on: date, ending: str) -> str:
    """Name a file by what it holds and its day: "puestos-comunidad-dom-2027-03-31.csv"."""
    return f"{slugify(' '.join(parts))}-{on:%Y-%m-%d}.{ending}"


def _cell(page: WriteOnlyWorksheet, value: Cell, *, bold: bool = False) -> WriteOnlyCell:
    if not isinstance(value, str):
        cell = WriteOnlyCell(page, value)
        if isinstance(value, date):
            cell.number_format = AS_DAY
        return cell
    cell = WriteOnlyCell(page, _plain(value)[:LONGEST_CELL])
    cell.data_type = "s"  # openpyxl would take "=1" for a formula and "#N/A" for an error
    cell.number_format = AS_TEXT
    if bold:
        cell.font = Font(bold=True)
    return cell


def _plain(text: str) -> str:
    return _NOT_IN_XML.sub("", text)


def _widths(sheet: Sheet) -> list[int]:
    """Return how wide each column is: as its longest text, within reason."""
    columns = zip(sheet.headings, *sheet.rows, strict=True)
    return [min(WIDEST, max(len(str(cell or "")) for cell in column) + 2) for column in columns]
