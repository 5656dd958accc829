"""Which row holds the titles of the columns, and which column holds what."""

from dataclasses import dataclass

from convoca.directory.core.fold import fold_text
from convoca.directory.core.headers import MOBILE_WORDS, Subject, read_header
from convoca.directory.core.sheets import RosterFileError, Table, TableRow

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

    def is_usable(self) -> bool:
        """Tell whether rows can be read: a comuna or its code, and a name or an e-mail."""
        has_place = self.comuna is not None or self.cut is not None
        return has_place and bool(self.names or self.last_names or self.emails)

    def count_columns(self) -> int:
        """Count the columns in use."""
        singles = sum(column is not None for column in (self.comuna, self.cut, self.kind))
        several = (self.names, self.last_names, self.emails, self.phones, self.roles)
        return singles + sum(map(len, several))


def find_columns(table: Table) -> Mapping:
    """Find the row of titles within the first ROWS_SEARCHED filled rows and read it.

    Every row is tried alone and together with the row below it (titles on two rows). The usable one
    with most columns in use wins; ties go to the earlier row. A row that holds an "@" is no title
    row. A column "Dirección" whose cells mostly hold digits is an address and is ignored.

    Raises:
        RosterFileError: no usable row of titles; the sentence says what was found and needed.
    """
    best: Mapping | None = None
    for titles, row_number in _title_rows(table):
        mapping = _read_titles(titles, row_number, table)
        if mapping.is_usable() and (best is None or mapping.count_columns() > best.count_columns()):
            best = mapping
    if best is None:
        raise _no_columns(table)
    return best


def _title_rows(table: Table) -> list[tuple[tuple[str, ...], int]]:
    candidates: list[tuple[tuple[str, ...], int]] = []
    rows = table.rows[: ROWS_SEARCHED + 1]
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


def _read_titles(titles: tuple[str, ...], row_number: int, table: Table) -> Mapping:
    found: dict[Subject, list[int]] = {}
    for column, title in enumerate(titles):
        subject = read_header(title)
        if subject is not None and subject != "other":
            found.setdefault(subject, []).append(column)
    comuna = _prefer(found.get("comuna", []), titles, "comuna")[:1]
    kind = _prefer(found.get("kind", []), titles, "direccion")
    kind = [column for column in kind if not _holds_addresses(table, column, row_number)][:1]
    cut = found.get("cut", [])[:1]
    names, last_names = _name_columns(found)
    emails = tuple(found.get("email", []))
    phones = tuple(_mobiles_first(found.get("phone", []), titles))
    roles = tuple(found.get("role", []))
    used = {*comuna, *cut, *kind, *names, *last_names, *emails, *phones, *roles}
    return Mapping(
        header_row=row_number,
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


def _prefer(columns: list[int], titles: tuple[str, ...], word: str) -> list[int]:
    return sorted(columns, key=lambda column: word not in fold_text(titles[column]).split())


def _mobiles_first(columns: list[int], titles: tuple[str, ...]) -> list[int]:
    return sorted(
        columns, key=lambda column: not MOBILE_WORDS & {*fold_text(titles[column]).split()}
    )


def _holds_addresses(table: Table, column: int, header_row: int) -> bool:
    cells = [row.cell(column) for row in table.rows if row.number > header_row]
    filled = [cell for cell in cells if cell.strip()]
    with_digits = [cell for cell in filled if any(char.isdigit() for char in cell)]
    return 2 * len(with_digits) > len(filled)


def _no_columns(table: Table) -> RosterFileError:
    widest = max(table.rows[:ROWS_SEARCHED], key=lambda row: sum(map(bool, row.cells)))
    seen = [" ".join(cell.split())[:30] for cell in widest.cells if cell.strip()][:8]
    return RosterFileError(
        "No se encontró una fila de títulos con la comuna y, al menos, el nombre o el correo. "
        f"En la fila {widest.number} se lee: {'; '.join(seen)}.",
        "Escriba sobre los datos una fila de títulos, como: Comuna, Nombre, Correo, Teléfono.",
    )
