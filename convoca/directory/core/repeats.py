"""Rows of one file that speak of the same seat, mailbox or person."""

import itertools
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace

from convoca.directory.core.emails import fold_address
from convoca.directory.core.fold import fold_text
from convoca.directory.core.messages import Message, note, warning
from convoca.directory.core.roster_row import RosterRow

MAX_NAMED = 9


def mark_repeats(rows: Sequence[RosterRow]) -> list[RosterRow]:
    """Let rows that repeat each other say so; the order stays and nothing is merged.

    One seat (comuna and kind) on several rows: each names the others (up to MAX_NAMED) as rivals
    and a person decides. Where all of them say the same, the first stays free of rivals and only
    the later ones name it. One address for different names: a warning on each, a shared mailbox.
    One name in different comunas: a warning on each, they may be two people.
    """
    marked = _mark_seats(rows)
    marked = _add_messages(marked, _shared_mailboxes(marked))
    return _add_messages(marked, _namesakes(marked))


def _mark_seats(rows: Sequence[RosterRow]) -> list[RosterRow]:
    marked = {row.key: row for row in rows}
    for group in _groups(rows, lambda row: row.cut and (row.cut, row.kind)):
        says_one_thing = len({what_it_says(row) for row in group}) == 1
        mark = _mark_copies if says_one_thing else _mark_rivals
        marked |= {row.key: row for row in mark(group)}
    return list(marked.values())


def _mark_copies(group: list[RosterRow]) -> list[RosterRow]:
    first, *copies = group
    said = note(f"Se repite igual en {_name_others(group, first)}; se usará esta.")
    copied = warning(f"Repite {name_rows([first])}; no se cargará dos veces.")
    return [
        first.with_message(said),
        *(replace(row.with_message(copied), rivals=(first.key,)) for row in copies),
    ]


def _mark_rivals(group: list[RosterRow]) -> list[RosterRow]:
    roles = sorted({row.role for row in group})
    hint = f" (hay {' y '.join(roles)})" if len(roles) > 1 else ""
    return [
        replace(
            row.with_message(
                warning(
                    f"La misma comuna está también en {_name_others(group, row)}{hint}. "
                    "Elija cuál se carga."
                )
            ),
            rivals=tuple(each.key for each in _some_others(group, row)),
        )
        for row in group
    ]


def what_it_says(row: RosterRow) -> tuple[Hashable, ...]:
    """Give what a row says of its seat; equal for two rows that mean the same."""
    name, address = fold_text(row.person), fold_address(row.email)
    return name, address, row.phone, row.role, row.vacant


def _shared_mailboxes(rows: Sequence[RosterRow]) -> dict[str, Message]:
    said: dict[str, Message] = {}
    for group in _groups(rows, lambda row: fold_address(row.email)):
        if len({fold_text(row.person) for row in group}) < 2:  # noqa: PLR2004 (one name)
            continue
        for row in group:
            others = _name_others(group, row)
            said[row.key] = warning(
                f"El correo {row.email} figura también en {others} con otro nombre: parece un "
                "buzón compartido."
            )
    return said


def _namesakes(rows: Sequence[RosterRow]) -> dict[str, Message]:
    said: dict[str, Message] = {}
    for group in _groups(rows, lambda row: fold_text(row.person)):
        if len({row.cut or row.place for row in group}) < 2:  # noqa: PLR2004 (one place)
            continue
        for row in group:
            others = _name_others(group, row)
            said[row.key] = warning(
                f"El mismo nombre figura en {others} con otra comuna: se tratarán como personas "
                "distintas. Confirme que lo son."
            )
    return said


def _groups(
    rows: Sequence[RosterRow], key: Callable[[RosterRow], Hashable]
) -> list[list[RosterRow]]:
    """Group rows by a key; a false key belongs to no group, and neither does a row alone."""
    found: dict[Hashable, list[RosterRow]] = defaultdict(list)
    for row in rows:
        if name := key(row):
            found[name].append(row)
    return [group for group in found.values() if len(group) > 1]


def _add_messages(rows: Sequence[RosterRow], said: dict[str, Message]) -> list[RosterRow]:
    return [row.with_message(said[row.key]) if row.key in said else row for row in rows]


def _some_others(group: list[RosterRow], row: RosterRow) -> list[RosterRow]:
    """Give the other rows of a group, no more than a line of text holds."""
    return list(itertools.islice((each for each in group if each is not row), MAX_NAMED))


def _name_others(group: list[RosterRow], row: RosterRow) -> str:
    more = " y otras" if len(group) > MAX_NAMED + 1 else ""
    return name_rows(_some_others(group, row)) + more


def name_rows(rows: Sequence[RosterRow]) -> str:
    """Name rows in words: "la fila 7", "las filas 7, 9", "la fila 7 de «Hoja 2»"."""
    shown = [f"{row.number} de «{row.sheet}»" if row.sheet else str(row.number) for row in rows]
    return f"la fila {shown[0]}" if len(shown) == 1 else f"las filas {', '.join(shown)}"
