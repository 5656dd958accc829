"""Spreadsheets that are really XML (Excel 2003) or a web page, as many systems export them."""

import html.parser
import io
import re
from collections.abc import Iterator
from xml.etree import ElementTree

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from convoca.directory.core.sheets.table import (
    MAX_ROWS,
    Book,
    RosterFileError,
    TableRow,
    make_row,
    too_many_rows,
)

MOST_SPAN = 1_000
START_LENGTH = 2_000
_NAMESPACE = "{urn:schemas-microsoft-com:office:spreadsheet}"
_DECLARED_ENCODING = re.compile(r"^(<\?xml[^>]*?)\s+encoding=[\"'][^\"']*[\"']")
_CELLS = frozenset({"td", "th"})
_LINE_BREAKS = frozenset({"br", "p", "div", "li"})

Grid = list[list[str]]


def open_markup(text: str, encoding: str) -> Book:
    """Open text that begins with "<": a spreadsheet saved as XML, or the biggest table of a page.

    Raises:
        RosterFileError: other XML, a document type or entities, no table, too many rows.
    """
    start = text.lstrip()[:START_LENGTH].lower()
    if start.startswith("<?xml") and "<html" not in start:
        grids = _read_xml(text)
    else:
        grids = {"": _read_page(text)}

    def read(name: str) -> Iterator[TableRow]:
        rows = (make_row(number, row) for number, row in enumerate(grids[name], start=1))
        return (row for row in rows if row is not None)

    counts = tuple(len(grid) for grid in grids.values())
    return Book(tuple(grids), counts, read, encoding=encoding)


def _read_xml(text: str) -> dict[str, Grid]:
    # The text is decoded already: its own word on its encoding no longer holds.
    content = _DECLARED_ENCODING.sub(r"\1", text.lstrip()).encode()
    try:
        grids = _read_xml_sheets(iterparse(io.BytesIO(content), ("start", "end"), forbid_dtd=True))
    except DefusedXmlException as exc:
        raise RosterFileError(
            "La planilla contiene definiciones que Excel no usa y por seguridad no se abre."
        ) from exc
    except ElementTree.ParseError as exc:
        raise RosterFileError("La planilla guardada como XML está dañada.") from exc
    if not grids:
        raise RosterFileError("El archivo es un XML que no es una planilla.")
    return grids


def _read_xml_sheets(events: Iterator[tuple[str, ElementTree.Element]]) -> dict[str, Grid]:
    """Read row by row and drop each once read, so that a long file stays small in memory."""
    grids: dict[str, _Grid] = {}
    grid = _Grid()
    for event, element in events:
        if event == "start" and element.tag == f"{_NAMESPACE}Worksheet":
            grid = grids[element.get(f"{_NAMESPACE}Name", "")] = _Grid()
        elif event == "end" and element.tag == f"{_NAMESPACE}Row":
            _add_xml_row(grid, element)
            element.clear()
    return {name: each.rows for name, each in grids.items()}


def _add_xml_row(grid: "_Grid", row: ElementTree.Element) -> None:
    grid.begin_row(_number(row.get(f"{_NAMESPACE}Index")))
    for cell in row.iterfind(f"{_NAMESPACE}Cell"):
        found = cell.find(f"{_NAMESPACE}Data")
        grid.add(
            "" if found is None else "".join(found.itertext()),
            column=_number(cell.get(f"{_NAMESPACE}Index")),
            across=1 + (_number(cell.get(f"{_NAMESPACE}MergeAcross")) or 0),
            down=1 + (_number(cell.get(f"{_NAMESPACE}MergeDown")) or 0),
        )
    grid.end_row()


def _read_page(text: str) -> Grid:
    reader = _PageReader()
    reader.feed(text)
    reader.close()
    biggest = max(reader.grids, key=lambda grid: len(grid.rows), default=None)
    if biggest is None or not biggest.rows:
        raise RosterFileError("El archivo es una página web con nombre de planilla.")
    return biggest.rows


def _number(text: str | None) -> int | None:
    """Read a small number of an attribute; None where there is none."""
    if not text or not text.isdecimal() or len(text) > 6:  # noqa: PLR2004 (a million rows)
        return None
    return int(text)


class _Grid:
    """Cells put in their places: some reach over several rows or columns."""

    def __init__(self) -> None:
        self.rows: Grid = []
        self._below: dict[int, tuple[int, str]] = {}

    def begin_row(self, number: int | None = None) -> None:
        while number is not None and len(self.rows) < min(number - 1, MAX_ROWS):
            self._add_row()
        self._add_row()

    def _add_row(self) -> None:
        if len(self.rows) >= MAX_ROWS:
            raise too_many_rows()
        self.rows.append([])

    def add(self, text: str, *, column: int | None = None, across: int = 1, down: int = 1) -> None:
        """Put a cell in the next free place of the row, or in the column it asks for, from 1."""
        row = self.rows[-1]
        wanted = len(row) if column is None else min(column - 1, MOST_SPAN)
        while len(row) < wanted or (column is None and len(row) in self._below):
            self._repeat(row)
        place = len(row)
        row.extend([text, *[""] * (min(across, MOST_SPAN) - 1)])
        if down > 1:
            self._below[place] = (min(down, MOST_SPAN) - 1, text)

    def end_row(self) -> None:
        """Close a row: what hangs from above stands at its end too."""
        row = self.rows[-1]
        while len(row) in self._below:
            self._repeat(row)

    def _repeat(self, row: list[str]) -> None:
        """Fill the next place with what hangs over it from above, or with nothing."""
        left, text = self._below.pop(len(row), (0, ""))
        if left > 1:
            self._below[len(row)] = (left - 1, text)
        row.append(text)


class _PageReader(html.parser.HTMLParser):
    """Collects the tables of a web page; nothing of it is run or fetched."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.grids: list[_Grid] = []
        self._cell: list[str] | None = None
        self._spans = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._end_cell()
            self.grids.append(_Grid())
        elif tag == "tr" and self.grids:
            self._end_cell()
            self.grids[-1].begin_row()
        elif tag in _CELLS and self.grids and self.grids[-1].rows:
            self._end_cell()
            given = dict(attrs)
            self._spans = (_number(given.get("colspan")) or 1, _number(given.get("rowspan")) or 1)
            self._cell = []
        elif tag in _LINE_BREAKS and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _CELLS or tag in {"tr", "table"}:
            self._end_cell()
        if tag == "tr" and self.grids and self.grids[-1].rows:
            self.grids[-1].end_row()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def close(self) -> None:
        super().close()
        self._end_cell()

    def _end_cell(self) -> None:
        if self._cell is not None:
            across, down = self._spans
            self.grids[-1].add("".join(self._cell).strip(), across=across, down=down)
            self._cell = None
