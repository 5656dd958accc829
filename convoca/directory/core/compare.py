"""What loading a roster would change, seat by seat. Whether it does is a person's decision."""

from collections import abc
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal

from convoca.directory.core.emails import fold_address
from convoca.directory.core.fold import ARTICLES, fold_text
from convoca.directory.core.messages import Message, note, warning
from convoca.directory.core.roster_row import RosterRow

Status = Literal["new", "same", "changed", "conflict", "error"]
Field = Literal["name", "email", "phone", "role"]

ALIKE = 0.85

_FIELD_NAMES: dict[Field, str] = {
    "name": "nombre",
    "email": "correo",
    "phone": "teléfono",
    "role": "calidad",
}


@dataclass(frozen=True, slots=True)
class ExistingHolder:
    """Who holds a seat today; "" where something is not known.

    `served_from` is the comuna whose office serves the seat: then it is who holds that office,
    and the role is theirs there. "" for a seat with a holder of its own.
    """

    name: str = ""
    email: str = ""
    phone: str = ""
    role: str = "titular"
    served_from: str = ""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that would change; old is "" where it was not known."""

    field: Field
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One row with what loading it would do; messages are the row's own and the comparison's."""

    row: RosterRow
    status: Status
    changes: tuple[FieldChange, ...] = ()
    messages: tuple[Message, ...] = ()


def compare_rows(
    rows: abc.Iterable[RosterRow], existing: abc.Mapping[str, ExistingHolder]
) -> list[ComparedRow]:
    """Compare every row with who holds its seat today.

    error: the row has an error. conflict: other rows claim the seat, or the file names somebody
    else, or nobody, where somebody holds it; a coordinator decides. new: nobody holds the seat and
    the file names somebody. changed: the same person with something else. same: nothing to do,
    also for a vacant seat that nobody holds.

    The same person: equal folded names; or equal addresses, where the mailbox is not shared and the
    names agree (one is missing, holds all the words of the other, shares two words, or is alike
    at 0.85). An empty cell never erases what is known.

    A seat that the office of another comuna serves: the person of that office is the same
    person, whatever the role; anybody else is a conflict, for taking the row gives the seat an
    office of its own again. Vacant is the same.

    Args:
        rows: of one directorate kind, as read_rows gives them.
        existing: {code of the comuna: holder}; a seat without holder is absent, unless it is
            served.

    Returns:
        One entry per row in the same order; [] for none.
    """
    return [_compare(row, existing) for row in rows]


def _compare(row: RosterRow, existing: abc.Mapping[str, ExistingHolder]) -> ComparedRow:
    if row.has_error or row.cut is None:
        return ComparedRow(row, "error", messages=row.messages)
    if row.rivals:
        return ComparedRow(row, "conflict", messages=row.messages)
    holder = existing.get(row.cut)
    if holder is None:
        return _compare_with_nobody(row)
    if holder.served_from:
        return _compare_served(row, holder)
    return _compare_with_holder(row, holder)


def _compare_with_holder(row: RosterRow, holder: ExistingHolder) -> ComparedRow:
    if row.vacant:
        said = warning(f"El archivo da el cargo por vacante y hoy figura {_shown(holder)}.")
        return ComparedRow(row, "conflict", messages=(*row.messages, said))
    difference = _other_person(row, holder)
    if difference is not None:
        return ComparedRow(row, "conflict", _changes(row, holder), (*row.messages, difference))
    return _compare_same_person(row, holder)


def _compare_with_nobody(row: RosterRow) -> ComparedRow:
    if row.vacant:
        said = note("El cargo sigue vacante.")
        return ComparedRow(row, "same", messages=(*row.messages, said))
    said = note("Hoy no figura nadie en este cargo.")
    return ComparedRow(row, "new", messages=(*row.messages, said))


def _compare_served(row: RosterRow, holder: ExistingHolder) -> ComparedRow:
    if row.vacant:
        said = note(f"Sigue a cargo de la dirección de {holder.served_from}.")
        return ComparedRow(row, "same", messages=(*row.messages, said))
    if (holder.name or holder.email) and _other_person(row, holder) is None:
        return _compare_same_person(row, replace(holder, role=row.role))
    said = warning(
        f"Hoy atiende esta comuna la dirección de {holder.served_from}. "
        "Si toma esta fila, vuelve a tener dirección propia."
    )
    return ComparedRow(row, "conflict", messages=(*row.messages, said))


def _compare_same_person(row: RosterRow, holder: ExistingHolder) -> ComparedRow:
    changes = _changes(row, holder)
    said = [note(_explain(change)) for change in changes]
    said += [
        note(f"El archivo no trae {_FIELD_NAMES[field]}; se conserva {old}.")
        for field, old, new in _pairs(row, holder)
        if old and not new
    ]
    status: Status = "changed" if changes else "same"
    return ComparedRow(row, status, changes, (*row.messages, *said))


def _other_person(row: RosterRow, holder: ExistingHolder) -> Message | None:
    """Say why the row names somebody else than the holder; None for the same person."""
    name, held = fold_text(row.person), fold_text(holder.name)
    if name and name == held:
        return None
    has_same_address = bool(row.email) and fold_address(row.email) == fold_address(holder.email)
    shown = row.person or row.email
    if not has_same_address:
        return warning(
            f"Hoy figura {_shown(holder)} y el archivo trae a {shown}. Decida si es un reemplazo."
        )
    if _names_agree(name, held) and not (row.is_shared_mailbox and name != held):
        return None
    return warning(
        f"El correo {row.email} es el mismo, pero hoy figura {_shown(holder)} y el archivo trae a "
        f"{shown}. Decida si es un reemplazo."
    )


def _names_agree(first: str, second: str) -> bool:
    if not first or not second:
        return True
    words, others = ({*name.split()} - ARTICLES for name in (first, second))
    if words <= others or others <= words or len(words & others) > 1:
        return True
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE


def _pairs(row: RosterRow, holder: ExistingHolder) -> list[tuple[Field, str, str]]:
    return [
        ("name", holder.name, row.person),
        ("email", holder.email, row.email),
        ("phone", holder.phone, row.phone),
        ("role", holder.role, row.role),
    ]


def _changes(row: RosterRow, holder: ExistingHolder) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(field, old, new)
        for field, old, new in _pairs(row, holder)
        if new and not _is_equal(field, old, new)
    )


def _is_equal(field: Field, old: str, new: str) -> bool:
    if field == "email":
        return fold_address(old) == fold_address(new)
    return old == new


def _explain(change: FieldChange) -> str:
    name = _FIELD_NAMES[change.field].capitalize()
    return (
        f"{name}: de «{change.old}» a «{change.new}»." if change.old else f"{name}: {change.new}."
    )


def _shown(holder: ExistingHolder) -> str:
    return holder.name or holder.email or "una persona sin nombre"
