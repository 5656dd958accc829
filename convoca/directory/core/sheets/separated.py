"""Text files: which separator, which rows."""

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator

from convoca.directory.core.sheets.decoding import decode_text, describe_damage, detect_encoding
from convoca.directory.core.sheets.markup import open_markup
from convoca.directory.core.sheets.table import (
    Book,
    RosterFileError,
    TableRow,
    make_row,
)

SEPARATORS = (";", ",", "\t", "|")
ROWS_SNIFFED = 20_000

_SEPARATOR_LINE = re.compile(r"^sep=([;,\t|])\r?\n?", re.IGNORECASE)


def open_text(content: bytes, encoding: str | None = None) -> Book:
    """Open comma, semicolon, tab or pipe separated text; a spreadsheet in XML or HTML too.

    Args:
        content: the bytes of the file.
        encoding: one of ENCODINGS where a person chose it; None detects it.

    Returns:
        One sheet, named "". A row's number counts records, as a spreadsheet does: a line end
        inside quotes begins no row. The separator is None where no line holds one.

    Raises:
        RosterFileError: not text, wrong encoding chosen; while reading, quotes never closed or too
            many columns.
    """
    chosen = encoding or detect_encoding(content)
    text = decode_text(content, chosen)
    remarks = describe_damage(text)
    text = text.replace("\0", "")
    if text.lstrip()[:1] == "<":
        return open_markup(text, chosen)
    declared, text = _declared_separator(text)
    separator = declared or detect_separator(text)
    return Book(
        ("",),
        (max(text.count("\n"), text.count("\r")) + 1,),
        lambda _name: _read_rows(text, separator or SEPARATORS[0]),
        encoding=chosen,
        separator=separator,
        remarks=remarks,
    )


def detect_separator(text: str) -> str | None:
    """Choose the separator under which most rows have the same number of cells.

    For each candidate, over the first ROWS_SNIFFED rows, quotes respected: share = rows with the
    commonest width above 1 / rows that are not blank. The greatest share wins, then the greatest
    width, then the order of SEPARATORS. None where no candidate ever splits a row.
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
    return Counter(itertools.islice(filled, ROWS_SNIFFED))


def _read_rows(text: str, separator: str) -> Iterator[TableRow]:
    row = None
    for number, cells in enumerate(_records(text, separator), start=1):
        if made := make_row(number, cells):
            row = made
            yield row
    if row is not None:
        _refuse_open_quotes(text, separator, row)


def _records(text: str, separator: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        yield from reader
    except csv.Error as exc:
        raise _open_quotes(reader.line_num) from exc


def _refuse_open_quotes(text: str, separator: str, last: TableRow) -> None:
    """Refuse a file whose last record swallowed the rest of the file inside one cell.

    Only the strict reader tells that a quote was never closed, and it refuses harmless quotes too;
    so it is asked only where the last row spans lines.
    """
    if not any("\n" in cell or "\r" in cell for cell in last.cells):
        return
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for _ in reader:
            pass
    except csv.Error as exc:
        if "unexpected end of data" in str(exc):
            raise _open_quotes(last.number) from exc


def _open_quotes(line: int) -> RosterFileError:
    return RosterFileError(
        f"Cerca de la línea {line} hay unas comillas que se abren y no se cierran.",
        "Bórrelas, o guarde la planilla como .xlsx, y vuelva a subirla.",
    )


def _declared_separator(text: str) -> tuple[str | None, str]:
    """Honour Excel's own first line, "sep=;", which Excel itself does not show as a row."""
    found = _SEPARATOR_LINE.match(text)
    return (found.group(1), text[found.end() :]) if found else (None, text)
