"""The table that every kind of file becomes, and the error of a file that cannot become one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
MOST_ROWS = 250_000
MAX_COLUMNS = 100

SAVE_AS = "Guarde la planilla como .xlsx o .csv y vuelva a subirla."


class RosterFileError(ValueError):
    """A file cannot be read as a roster; `sentence` says what happened and what to do."""

    def __init__(self, what: str, remedy: str = SAVE_AS) -> None:
        self.what = what
        self.remedy = remedy
        self.sentence = f"{what} {remedy} No se guardó nada."
        super().__init__(self.sentence)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row that is not blank; number is the sheet's own, from 1."""

    number: int
    cells: tuple[str, ...]

    def cell(self, column: int | None) -> str:
        """Give the text of a column counted from 0; "" where there is no such column."""
        if column is None or column >= len(self.cells):
            return ""
        return self.cells[column]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file that are not blank, and how the file was read.

    encoding and separator belong to text files, sheet and sheets to workbooks; elsewhere None or
    empty. remarks are Spanish sentences about the file as a whole.
    """

    rows: tuple[TableRow, ...]
    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """A file that was opened: its sheets, gone through row by row as often as wanted.

    names are the visible sheets; a text file has one, named "". row_counts are upper bounds, blank
    rows too, in the order of names. read gives the rows of a sheet that are not blank.
    """

    names: tuple[str, ...]
    row_counts: tuple[int, ...]
    read: Callable[[str], Iterator[TableRow]]
    encoding: str | None = None
    separator: str | None = None
    remarks: tuple[str, ...] = ()


def make_row(number: int, cells: list[str]) -> TableRow | None:
    """Build a row without its empty tail; None where every cell is blank.

    Raises RosterFileError for more than MAX_COLUMNS cells.
    """
    width = len(cells)
    while width and not cells[width - 1].strip():
        width -= 1
    if not width:
        return None
    if width > MAX_COLUMNS:
        raise RosterFileError(
            f"La fila {number} tiene {width} columnas; el máximo es {MAX_COLUMNS}.",
            "Deje solo las columnas de la nómina y vuelva a subirla.",
        )
    return TableRow(number, tuple(cells[:width]))


def too_many_rows(most: int = MAX_ROWS) -> RosterFileError:
    """Build the error of a file with more filled rows than fit."""
    return RosterFileError(
        f"La planilla tiene más de {most:,} filas.".replace(",", "."),
        "Divídala en archivos más pequeños y súbalos uno por uno.",
    )
