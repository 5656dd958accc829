"""Text files: which separator, which rows."""

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator

from convoca.directory.core.sheets.decoding import decode_text, describe_damage, detect_encoding
from convoca.directory.core.sheets.table import (
    MAX_ROWS,
    RosterFileError,
    Table,
    TableRow,
    make_row,
    too_many_rows,
)

SEPARATORS = (";", ",", "\t", "|")

_SEPARATOR_LINE = re.compile(r"^sep=([;,\t|])\r?\n?", re.IGNORECASE)


def read_separated(content: bytes, encoding: str | None = None) -> Table:
    """Read comma, semicolon, tab or pipe separated text.

    Args:
        content: the bytes of the file.
        encoding: one of ENCODINGS where a person chose it; None detects it.

    Returns:
        The rows that are not blank. A row's number counts records, as a spreadsheet does: a
        line end inside quotes begins no row. The separator is None where no line holds one.

    Raises:
        RosterFileError: not text, wrong encoding chosen, quotes never closed, too many rows or
            columns.
    """
    chosen = encoding or detect_encoding(content)
    text = decode_text(content, chosen)
    remarks = describe_damage(text)
    text = text.replace("\0", "")
    separator, text = _declared_separator(text)
    separator = separator or detect_separator(text)
    rows = _read_rows(text, separator or SEPARATORS[0])
    return Table(rows, encoding=chosen, separator=separator, remarks=remarks)


def detect_separator(text: str) -> str | None:
    """Choose the separator under which most rows of the whole file have the same number of cells.

    For each candidate, quotes respected: share = rows with the commonest width above 1 / rows that
    are not blank. The greatest share wins, then the greatest width, then the order of SEPARATORS.
    None where no candidate ever splits a row.
    """
    best: tuple[float, int, int] = (0.0, 0, 0)
    chosen = None
    for order, separator in enumerate(SEPARATORS):
        widths = _widths(text, separator)
        splits = Counter({width: count for width, count in widths.items() if width > 1})
        if not splits:
            continue
        width, count = max(splits.items(), key=lambda pair: (pair[1], pair[0]))
        score = (count / widths.total(), width, -order)
        if score > best:
            best, chosen = score, separator
    return chosen


def _widths(text: str, separator: str) -> Counter[int]:
    filled = (len(cells) for cells in _records(text, separator) if any(map(str.strip, cells)))
    return Counter(itertools.islice(filled, MAX_ROWS + 1))


def _read_rows(text: str, separator: str) -> tuple[TableRow, ...]:
    rows: list[TableRow] = []
    for number, cells in enumerate(_records(text, separator), start=1):
        row = make_row(number, cells)
        if row is None:
            continue
        if len(rows) == MAX_ROWS:
            raise too_many_rows()
        rows.append(row)
    _refuse_open_quotes(text, separator, rows)
    return tuple(rows)


def _records(text: str, separator: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        yield from reader
    except csv.Error as exc:
        raise _open_quotes(reader.line_num) from exc


def _refuse_open_quotes(text: str, separator: str, rows: list[TableRow]) -> None:
    """Refuse a file whose last record swallowed the rest of the file inside one cell.

    Only the strict reader tells that a quote was never closed, and it refuses harmless quotes too;
    so it is asked only where the last row spans lines.
    """
    if not rows or not any("\n" in cell or "\r" in cell for cell in rows[-1].cells):
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for _ in reader:
            pass
    except csv.Error as exc:
        if "unexpected end of data" in str(exc):
            raise _open_quotes(rows[-1].number) from exc


def _open_quotes(line: int) -> RosterFileError:
    return RosterFileError(
        f"Cerca de la línea {line} hay unas comillas que se abren y no se cierran.",
        "Bórrelas, o guarde la planilla como .xlsx, y vuelva a subirla.",
    )


def _declared_separator(text: str) -> tuple[str | None, str]:
    """Honour Excel's own first line, "sep=;", which Excel itself does not show as a row."""
    found = _SEPARATOR_LINE.match(text)
    return (found.group(1), text[found.end() :]) if found else (None, text)
