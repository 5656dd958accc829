"""Which row holds the titles of the columns, and which column holds what."""

import hashlib
from collections import abc
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from convoca.directory.core.fold import fold_text
from convoca.directory.core.headers import MOBILE_WORDS, Subject, read_header
from convoca.directory.core.sheets import RosterFileError, TableRow

ROWS_SEARCHED = 40


@dataclass(frozen=True, slots=True)
class Mapping:
    """Where each thing stands; columns count from 0, rows as the sheet does.

    names and last_names are joined in this order to one full name. Of emails and phones the first
    filled cell counts (mobiles come first); every role column is read. ignored are the titles of
    columns that are not used, for the preview.
    """

    header_row: int
    comuna: int | None = None
    cut: int | None = None
    names: tuple[int, ...] = ()
    last_names: tuple[int, ...] = ()
    emails: tuple[int, ...] = ()
    phones: tuple[int, ...] = ()
    roles: tuple[int, ...] = ()
    kind: int | None = None
    ignored: tuple[str, ...] = ()

    @property
    def has_place(self) -> bool:
        """Tell whether a column names the comuna."""
        return self.comuna is not None or self.cut is not None

    @property
    def has_person(self) -> bool:
        """Tell whether a column names somebody, or how to write to them."""
        return bool(self.names or self.last_names or self.emails)

    @property
    def subjects(self) -> dict[int, Subject]:
        """Say what each column in use holds."""
        several: list[tuple[Subject, tuple[int, ...]]] = [
            ("names" if self.last_names else "person", self.names),
            ("last_names", self.last_names),
            ("email", self.emails),
            ("phone", self.phones),
            ("role", self.roles),
        ]
        singles: list[tuple[Subject, int | None]] = [
            ("comuna", self.comuna),
            ("cut", self.cut),
            ("kind", self.kind),
        ]
        several += [(subject, (column,)) for subject, column in singles if column is not None]
        return {column: subject for subject, columns in several for column in columns}


def find_columns(rows: Sequence[TableRow], *, needs_place: bool = True) -> Mapping:
    """Find the row of titles within the first ROWS_SEARCHED filled rows and read it.

    Every row is tried alone and together with the row below it (titles on two rows). The usable one
    with most columns in use wins; ties go to the earlier row. A row that holds an "@" is no title
    row. A column "Dirección" whose cells mostly hold digits is an address and is ignored.

    Args:
        rows: of one sheet, the first of them at least.
        needs_place: whether only titles with a comuna or its code are usable; a name or an e-mail
            is always needed.

    Raises:
        RosterFileError: no usable row of titles; the sentence says what was found and needed.
    """
    best: Mapping | None = None
    for titles, row_number in _title_rows(rows):
        mapping = _read_titles(titles, row_number, rows)
        is_usable = mapping.has_person and (mapping.has_place or not needs_place)
        if is_usable and (best is None or len(mapping.subjects) > len(best.subjects)):
            best = mapping
    if best is None:
        raise _no_columns(rows)
    return best


def find_remembered(
    rows: Sequence[TableRow], remembered: abc.Mapping[str, abc.Mapping[int, Subject]]
) -> Mapping | None:
    """Find a row of titles that a person has read before: {fingerprint_of: what columns hold}."""
    for row in rows[:ROWS_SEARCHED]:
        subjects = remembered.get(fingerprint_of(row.cells))
        if subjects is not None:
            return map_columns(subjects, row.cells, row.number)
    return None


def fingerprint_of(titles: Sequence[str]) -> str:
    """Recognise a row of titles again: the same folded titles in the same places."""
    folded = "|".join(map(fold_text, titles)).rstrip("|")
    return hashlib.sha256(folded.encode()).hexdigest()


def suggest_columns(
    rows: Sequence[TableRow], is_comuna: Callable[[str], bool]
) -> dict[int, Subject]:
    """Suggest what columns hold by their cells: at least half with an "@", or right comunas.

    Only filled cells count, and two of them at least. {} where nothing looks like a roster.
    """
    tests: list[tuple[Subject, Callable[[str], bool]]] = [
        ("email", lambda cell: "@" in cell),
        ("comuna", is_comuna),
    ]
    found: dict[int, Subject] = {}
    for column in range(max((len(row.cells) for row in rows), default=0)):
        cells = [row.cell(column) for row in rows if row.cell(column).strip()]
        for subject, test in tests:
            fitting = sum(map(test, cells))
            if fitting > 1 and 2 * fitting >= len(cells):
                found[column] = subject
    return found


def _title_rows(all_rows: Sequence[TableRow]) -> list[tuple[tuple[str, ...], int]]:
    candidates: list[tuple[tuple[str, ...], int]] = []
    rows = all_rows[: ROWS_SEARCHED + 1]
    for place, row in enumerate(rows[:ROWS_SEARCHED]):
        if any("@" in cell for cell in row.cells):
            continue
        candidates.append((row.cells, row.number))
        if place + 1 < len(rows) and _continues_titles(row, rows[place + 1]):
            candidates.append((_stack(row, rows[place + 1]), rows[place + 1].number))
    return candidates


def _continues_titles(upper: TableRow, lower: TableRow) -> bool:
    """Tell whether every filled cell below is itself a title and stands under none that is."""
    filled = [(column, cell) for column, cell in enumerate(lower.cells) if cell.strip()]
    return all(
        read_header(cell) is not None and read_header(upper.cell(column)) is None
        for column, cell in filled
    )


def _stack(upper: TableRow, lower: TableRow) -> tuple[str, ...]:
    width = max(len(upper.cells), len(lower.cells))
    return tuple(lower.cell(column) or upper.cell(column) for column in range(width))


def _read_titles(titles: tuple[str, ...], row_number: int, rows: Sequence[TableRow]) -> Mapping:
    subjects: dict[int, Subject] = {}
    for column, title in enumerate(titles):
        subject = read_header(title)
        is_address = subject == "kind" and _holds_addresses(rows, column, row_number)
        if subject is not None and subject != "other" and not is_address:
            subjects[column] = subject
    return map_columns(subjects, titles, row_number)


def map_columns(
    subjects: abc.Mapping[int, Subject], titles: Sequence[str], header_row: int
) -> Mapping:
    """Put what columns hold in the order in which it is read; header_row 0 means no titles."""
    found: dict[Subject, list[int]] = {}
    for column, subject in sorted(subjects.items()):
        found.setdefault(subject, []).append(column)
    comuna = _prefer(found.get("comuna", []), titles, "comuna")[:1]
    kind = _prefer(found.get("kind", []), titles, "direccion")[:1]
    cut = found.get("cut", [])[:1]
    names, last_names = _name_columns(found)
    emails = tuple(found.get("email", []))
    phones = tuple(_mobiles_first(found.get("phone", []), titles))
    roles = tuple(found.get("role", []))
    used = {*comuna, *cut, *kind, *names, *last_names, *emails, *phones, *roles}
    return Mapping(
        header_row=header_row,
        comuna=next(iter(comuna), None),
        cut=next(iter(cut), None),
        names=names,
        last_names=last_names,
        emails=emails,
        phones=phones,
        roles=roles,
        kind=next(iter(kind), None),
        ignored=tuple(
            " ".join(title.split())
            for column, title in enumerate(titles)
            if title.strip() and column not in used
        ),
    )


def _name_columns(found: dict[Subject, list[int]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Choose the columns of the name: names with last names, or else one column with all of it."""
    names, last_names = found.get("names", []), found.get("last_names", [])
    whole = found.get("person", [])
    if last_names and (names or whole):
        return tuple((names or whole)[:2]), tuple(last_names[:2])
    if last_names:
        return (), tuple(last_names[:2])
    return tuple((whole or names)[:1]), ()


def _prefer(columns: list[int], titles: Sequence[str], word: str) -> list[int]:
    return sorted(columns, key=lambda column: word not in _words(titles, column))


def _mobiles_first(columns: list[int], titles: Sequence[str]) -> list[int]:
    return sorted(columns, key=lambda column: not MOBILE_WORDS & {*_words(titles, column)})


def _words(titles: Sequence[str], column: int) -> list[str]:
    return fold_text(titles[column]).split() if column < len(titles) else []


def _holds_addresses(rows: Sequence[TableRow], column: int, header_row: int) -> bool:
    cells = [row.cell(column) for row in rows if row.number > header_row]
    filled = [cell for cell in cells if cell.strip()]
    with_digits = [cell for cell in filled if any(char.isdigit() for char in cell)]
    return 2 * len(with_digits) > len(filled)


def _no_columns(rows: Sequence[TableRow]) -> RosterFileError:
    widest = max(rows[:ROWS_SEARCHED], key=lambda row: sum(map(bool, row.cells)))
    seen = [" ".join(cell.split())[:30] for cell in widest.cells if cell.strip()][:8]
    return RosterFileError(
        "No se encontró una fila de títulos con la comuna y, al menos, el nombre o el correo. "
        f"En la fila {widest.number} se lee: {'; '.join(seen)}.",
        "Escriba sobre los datos una fila de títulos, como: Comuna, Nombre, Correo, Teléfono.",
    )
