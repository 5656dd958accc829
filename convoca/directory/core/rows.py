"""The rows of a roster: one municipality's seat and who the file says holds it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from convoca.directory.core.columns import Mapping
from convoca.directory.core.comunas import ComunaIndex, ComunaMatch
from convoca.directory.core.emails import EmailCell, read_email
from convoca.directory.core.fold import fold_text
from convoca.directory.core.kinds import KindIndex
from convoca.directory.core.messages import Message, error, warning
from convoca.directory.core.names import set_name_case
from convoca.directory.core.people import PersonCell, read_person
from convoca.directory.core.phones import PhoneCell, read_phone
from convoca.directory.core.roles import Role, read_role, says_vacant
from convoca.directory.core.roster_row import RosterRow
from convoca.directory.core.sheets import TableRow
from convoca.directory.core.text import clean_text, looks_like_formula

__all__ = ["RosterRow", "RowReader"]


@dataclass(frozen=True, slots=True)
class RowReader:
    """What the rows of one sheet are read with.

    mapping: where each thing stands. phone_region: two-letter region of national phone numbers.
    sheet: its name where several are read. place: the comuna where no column names it, from
    place_name, that of the sheet or of the file.
    """

    mapping: Mapping
    index: ComunaIndex
    kinds: KindIndex
    phone_region: str
    sheet: str = ""
    place: ComunaMatch | None = None
    place_name: str = ""

    def read(self, rows: Iterable[TableRow]) -> Iterator[RosterRow]:
        """Read every row under the titles, in the order of the file.

        Rows with nothing in the columns in use, and the titles repeated further down, are left
        out. A row that cannot be loaded carries an error and is kept.
        """
        titles: list[str] | None = None
        for row in rows:
            if row.number <= self.mapping.header_row:
                titles = list(map(fold_text, row.cells))
            elif _is_filled(row, self.mapping) and not _is_title(row, titles):
                yield _read_row(row, self)


def _is_filled(row: TableRow, mapping: Mapping) -> bool:
    singles = (mapping.comuna, mapping.cut)
    columns = (*singles, *mapping.names, *mapping.last_names, *mapping.emails, *mapping.phones)
    return any(clean_text(row.cell(column)) for column in columns)


def _is_title(row: TableRow, titles: list[str] | None) -> bool:
    """Tell whether a row repeats the titles, as printed lists do on every page."""
    return titles is not None and list(map(fold_text, row.cells)) == titles


def _read_row(row: TableRow, reader: RowReader) -> RosterRow:
    mapping = reader.mapping
    place, match = _read_place(row, reader)
    person = read_person(_join_names(row, (*mapping.names, *mapping.last_names)))
    email = _first_filled(row, mapping.emails)
    read_mail = read_email(email, shared_names=frozenset(reader.kinds.words))
    phone = read_phone(_first_filled(row, mapping.phones), region=reader.phone_region)
    roles = " ".join(row.cell(column) for column in mapping.roles)
    role, role_messages = _choose_role(person, roles)
    kind, kind_messages = _read_kind(row, reader)
    is_vacant = person.is_vacant or (not person.name and says_vacant(roles))
    return RosterRow(
        number=row.number,
        sheet=reader.sheet,
        place=place,
        cut=match.cut,
        proposals=match.proposals,
        kind=kind,
        person=person.name,
        first=_first_name(row, mapping, person),
        email=read_mail.address,
        phone=phone.number,
        role=role,
        vacant=is_vacant,
        is_shared_mailbox=read_mail.is_shared,
        messages=(
            *(replace(said, about="comuna") for said in match.messages),
            *kind_messages,
            *person.messages,
            *role_messages,
            *read_mail.messages,
            *phone.messages,
            *_missing(person, read_mail, phone, is_vacant=is_vacant),
        ),
    )


def _read_place(row: TableRow, reader: RowReader) -> tuple[str, ComunaMatch]:
    """Read the comuna of a row: from its columns, or else from the name of the sheet or file."""
    mapping = reader.mapping
    if reader.place is not None and not mapping.has_place:
        return reader.place_name, reader.place
    place = row.cell(mapping.comuna)
    return clean_text(place), reader.index.find(place, row.cell(mapping.cut))


def _join_names(row: TableRow, columns: Iterable[int]) -> str:
    """Join the cells of a name, each with its own case set: "Juan" and "PÉREZ SOTO"."""
    cells = [cell for column in columns if (cell := row.cell(column).strip())]
    return " ".join(
        cell if looks_like_formula(cell) else set_name_case(cell, continues=place > 0)
        for place, cell in enumerate(cells)
    )


def _first_name(row: TableRow, mapping: Mapping, person: PersonCell) -> str:
    if not mapping.last_names or not person.name:
        return ""
    return read_person(_join_names(row, mapping.names)).name


def _first_filled(row: TableRow, columns: Iterable[int]) -> str:
    return next((row.cell(column) for column in columns if clean_text(row.cell(column))), "")


def _choose_role(person: PersonCell, text: str) -> tuple[Role, list[Message]]:
    """Choose the quality: beside the name before its own column; titular where nothing is said."""
    stated = read_role(text)
    if person.role and stated and person.role != stated:
        said = warning(
            f"Junto al nombre dice {person.role} y en el cargo {stated}; se usará {person.role}."
        )
        return person.role, [said]
    return person.role or stated or "titular", []


def _read_kind(row: TableRow, reader: RowReader) -> tuple[str | None, list[Message]]:
    """Read the directorate from its column, or else from the post ("Director de Obras")."""
    written = clean_text(row.cell(reader.mapping.kind))
    if not written:
        posts = (reader.kinds.find(row.cell(column)) for column in reader.mapping.roles)
        return next((kind for kind in posts if kind), None), []
    kind = reader.kinds.find(written)
    if kind is None:
        return None, [warning(f"No se reconoce la dirección «{written[:80]}».")]
    return kind, []


def _missing(
    person: PersonCell, email: EmailCell, phone: PhoneCell, *, is_vacant: bool
) -> list[Message]:
    has_error = any(each.level == "error" for each in (*person.messages, *email.messages))
    if is_vacant or has_error:
        return []
    if not person.name and not email.address:
        return [error("Faltan el nombre y el correo; escriba al menos uno, o VACANTE.")]
    if not person.name:
        return [warning("Falta el nombre: la invitación no podrá ser personal.")]
    if not email.address and not phone.number:
        return [warning(f"No hay correo ni teléfono de {person.name}.")]
    return []
