"""How a whole roster file is read: which sheets, which columns, whose rows."""

import itertools
from collections import abc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from convoca.directory.core.columns import (
    Mapping,
    find_columns,
    find_remembered,
    fingerprint_of,
    map_columns,
    suggest_columns,
)
from convoca.directory.core.comunas import ComunaIndex, ComunaMatch
from convoca.directory.core.headers import Subject, read_header
from convoca.directory.core.kinds import KindIndex
from convoca.directory.core.places import match_file_name, match_sheet_name
from convoca.directory.core.roster_row import RosterRow
from convoca.directory.core.rows import RowReader
from convoca.directory.core.sheets import Book, RosterFileError, TableRow
from convoca.directory.core.sheets.reading import count_wide_rows, has_text, nothing_written

HEAD_ROWS = 500
MOST_SHEETS = 400
HEAD_ROWS_FOR_TITLES = 40

Origin = Literal["found", "remembered", "chosen", "unknown"]


@dataclass(frozen=True, slots=True)
class Country:
    """What rows are read against.

    wider_names are the folded names of regions and provinces, remembered what a person has said
    of rows of titles: {fingerprint_of: what columns hold}.
    """

    index: ComunaIndex
    kinds: KindIndex
    phone_region: str
    wider_names: frozenset[str] = frozenset()
    remembered: abc.Mapping[str, abc.Mapping[int, Subject]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HandMapping:
    """What a person says of a sheet: the row of titles (0: none) and what columns hold."""

    header_row: int
    subjects: abc.Mapping[int, Subject]


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """How one sheet is read; origin "unknown" where a person must still say it.

    head are its first rows, titles those of the columns, fingerprint recognises them again.
    """

    name: str
    mapping: Mapping
    origin: Origin
    titles: tuple[str, ...]
    head: tuple[TableRow, ...]
    place: ComunaMatch | None = None

    @property
    def fingerprint(self) -> str:
        """Recognise the titles; "" for a sheet without."""
        return fingerprint_of(self.titles) if self.mapping.header_row else ""

    @property
    def is_usable(self) -> bool:
        """Tell whether rows can be read: somebody, and a comuna from a column or a name."""
        has_place = self.mapping.has_place or self.place is not None
        return self.origin != "unknown" and self.mapping.has_person and has_place


@dataclass(frozen=True, slots=True)
class ReadingPlan:
    """The sheets that are read, in their order, and those that are not."""

    sheets: tuple[SheetPlan, ...]
    others: tuple[str, ...] = ()
    row_count: int = 0

    @property
    def is_usable(self) -> bool:
        """Tell whether every sheet can be read."""
        return all(sheet.is_usable for sheet in self.sheets)


def plan_reading(
    book: Book,
    filename: str,
    country: Country,
    *,
    sheets: Sequence[str] = (),
    columns: abc.Mapping[str, HandMapping] | None = None,
) -> ReadingPlan:
    """Decide which sheets are read and what their columns hold.

    A sheet's columns are what a person said of it, else what was said of the same titles before,
    else what the titles say. Its comuna, where no column names it, is that of its name, or of the
    file's name. Sheets, where a person chose none: the usable one with a column of comunas and
    most rows; else every one named like a comuna; else the usable one with most rows, of the file's
    comuna; else the one with most rows, whose columns a person must name.

    Raises:
        RosterFileError: nothing written; no sheet can be read and nothing in it resembles a roster
            (no right comuna and no address in two cells of one column).
    """
    names = book.names[:MOST_SHEETS]
    file_place = match_file_name(filename, country.index, wider=country.wider_names)
    plans = [
        _plan_sheet(book, name, country, (columns or {}).get(name), file_place) for name in names
    ]
    plans = [plan for plan in plans if has_text(plan.head)]
    if not plans:
        raise nothing_written()
    chosen = [plan for plan in plans if plan.name in sheets] or _choose(plans)
    if not any(plan.is_usable or _suggest(plan.head, country) for plan in chosen):
        raise no_titles(chosen)
    counts = dict(zip(book.names, book.row_counts, strict=True))
    read = {plan.name for plan in chosen}
    return ReadingPlan(
        tuple(chosen),
        others=tuple(plan.name for plan in plans if plan.name not in read),
        row_count=sum(counts[name] for name in read),
    )


def no_titles(sheets: Sequence[SheetPlan]) -> RosterFileError:
    """Build the error of a file whose columns are not recognised, with what was found."""
    try:
        find_columns(sheets[0].head)
    except RosterFileError as found:
        return found
    return RosterFileError("No se reconocen las columnas de la planilla.")


def read_roster(book: Book, plan: ReadingPlan, country: Country) -> Iterator[RosterRow]:
    """Read every row of every sheet of a usable plan, in order, one by one.

    Raises:
        RosterFileError: what only reading shows: damage, too many columns, quotes never closed.
    """
    has_several = len(plan.sheets) > 1
    for sheet in plan.sheets:
        reader = RowReader(
            sheet.mapping,
            country.index,
            country.kinds,
            country.phone_region,
            sheet=sheet.name if has_several else "",
            place=sheet.place,
            place_name=sheet.name,
        )
        yield from reader.read(book.read(sheet.name))


def _plan_sheet(
    book: Book,
    name: str,
    country: Country,
    hand: HandMapping | None,
    file_place: ComunaMatch | None,
) -> SheetPlan:
    head = tuple(itertools.islice(book.read(name), HEAD_ROWS))
    place = match_sheet_name(name, country.index, wider=country.wider_names) or file_place
    mapping, origin = _find_mapping(head, country, hand, needs_place=place is None)
    titles = next((row.cells for row in head if row.number == mapping.header_row), ())
    if mapping.has_place:
        place = None
    return SheetPlan(name, mapping, origin, titles, head, place)


def _find_mapping(
    head: tuple[TableRow, ...], country: Country, hand: HandMapping | None, *, needs_place: bool
) -> tuple[Mapping, Origin]:
    if hand is not None:
        titles = next((row.cells for row in head if row.number == hand.header_row), ())
        return map_columns(hand.subjects, titles, hand.header_row), "chosen"
    remembered = find_remembered(head, country.remembered)
    if remembered is not None:
        return remembered, "remembered"
    if not has_text(head):
        return Mapping(header_row=0), "unknown"
    for is_needed in (True, False) if not needs_place else (True,):
        try:
            return find_columns(head, needs_place=is_needed), "found"
        except RosterFileError:
            continue
    return _suggest_mapping(head, country), "unknown"


def _suggest_mapping(head: tuple[TableRow, ...], country: Country) -> Mapping:
    """Suggest a mapping to a person: what cells show, under the widest row without an address.

    A title of that row that is known counts too, where the cells below it show nothing.
    """
    subjects = _suggest(head, country)
    plain = [row for row in head[:HEAD_ROWS_FOR_TITLES] if not any("@" in c for c in row.cells)]
    widest = max(plain, key=lambda row: sum(map(bool, row.cells)), default=None)
    if widest is None or any(map(country.index.find_exactly, widest.cells)):
        return map_columns(subjects, (), 0)
    titles = {column: read_header(title) for column, title in enumerate(widest.cells)}
    known: dict[int, Subject] = {
        column: subject
        for column, subject in titles.items()
        if subject is not None and subject != "other"
    }
    return map_columns(known | subjects, widest.cells, widest.number)


def _suggest(head: tuple[TableRow, ...], country: Country) -> dict[int, Subject]:
    return suggest_columns(head, lambda cell: country.index.find_exactly(cell) is not None)


def _choose(plans: Sequence[SheetPlan]) -> list[SheetPlan]:
    with_column = [plan for plan in plans if plan.is_usable and plan.mapping.has_place]
    if with_column:
        return [_longest(with_column)]
    usable = [plan for plan in plans if plan.is_usable]
    if not usable:
        return [_longest(plans)]
    # One place for all of them is that of the file; places of their own are the sheets' names.
    several_places = {plan.place for plan in usable}
    return usable if len(several_places) > 1 else [_longest(usable)]


def _longest(plans: Sequence[SheetPlan]) -> SheetPlan:
    return max(plans, key=lambda plan: count_wide_rows(plan.head))
