"""The rows of a roster: one municipality's seat and who the file says holds it."""

from collections import abc
from collections.abc import Iterable
from dataclasses import dataclass

from convoca.directory.core.columns import Mapping
from convoca.directory.core.comunas import ComunaIndex
from convoca.directory.core.emails import EmailCell, read_email
from convoca.directory.core.fold import fold_text
from convoca.directory.core.kinds import KindIndex
from convoca.directory.core.messages import Message, error, warning
from convoca.directory.core.names import set_name_case
from convoca.directory.core.people import PersonCell, read_person
from convoca.directory.core.phones import PhoneCell, read_phone
from convoca.directory.core.repeats import mark_repeats
from convoca.directory.core.roles import Role, read_role, says_vacant
from convoca.directory.core.roster_row import RosterRow
from convoca.directory.core.sheets import Table, TableRow
from convoca.directory.core.text import clean_text, looks_like_formula

__all__ = ["RosterRow", "read_rows"]


@dataclass(frozen=True, slots=True)
class _Reader:
    """What every row is read with."""

    mapping: Mapping
    index: ComunaIndex
    kinds: KindIndex
    phone_region: str


def read_rows(
    table: Table,
    mapping: Mapping,
    index: ComunaIndex,
    *,
    phone_region: str,
    kinds: abc.Mapping[str, abc.Sequence[str]],
) -> list[RosterRow]:
    """Read every row under the titles, in the order of the file.

    Rows with nothing in the columns in use, and the titles repeated further down, are left out.
    A row that cannot be loaded carries an error and is kept. Rows that claim one seat, share a
    mailbox or name one person twice speak of each other (see mark_repeats).

    Args:
        table: the file.
        mapping: where each thing stands.
        index: the comunas.
        phone_region: two-letter region of national phone numbers.
        kinds: {code of a directorate kind: its names and abbreviations}.

    Returns:
        One row per filled row; [] where there are none.
    """
    reader = _Reader(mapping, index, KindIndex(kinds), phone_region)
    titles = next((row for row in table.rows if row.number == mapping.header_row), None)
    below = (row for row in table.rows if row.number > mapping.header_row)
    filled = (row for row in below if _is_filled(row, mapping) and not _is_title(row, titles))
    return mark_repeats([_read_row(row, reader) for row in filled])


def _is_filled(row: TableRow, mapping: Mapping) -> bool:
    singles = (mapping.comuna, mapping.cut)
    columns = (*singles, *mapping.names, *mapping.last_names, *mapping.emails, *mapping.phones)
    return any(clean_text(row.cell(column)) for column in columns)


def _is_title(row: TableRow, titles: TableRow | None) -> bool:
    """Tell whether a row repeats the titles, as printed lists do on every page."""
    return titles is not None and list(map(fold_text, row.cells)) == list(
        map(fold_text, titles.cells)
    )


def _read_row(row: TableRow, reader: _Reader) -> RosterRow:
    mapping = reader.mapping
    place = row.cell(mapping.comuna)
    match = reader.index.find(place, row.cell(mapping.cut))
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
        place=clean_text(place),
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
            *match.messages,
            *kind_messages,
            *person.messages,
            *role_messages,
            *read_mail.messages,
            *phone.messages,
            *_missing(person, read_mail, phone, is_vacant=is_vacant),
        ),
    )


def _join_names(row: TableRow, columns: Iterable[int]) -> str:
    """Join the cells of a name, each with its own case set: "Juan" and "PÉREZ SOTO"."""
    cells = [row.cell(column).strip() for column in columns]
    return " ".join(
        cell if looks_like_formula(cell) else set_name_case(cell) for cell in cells if cell
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


def _read_kind(row: TableRow, reader: _Reader) -> tuple[str | None, list[Message]]:
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
