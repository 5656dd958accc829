"""Reading a list of who came: exact address or comuna; what is doubtful is left to a person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from convoca.directory.core.comunas import ComunaIndex
from convoca.directory.core.fold import fold_text
from convoca.meetings.core.presence import was_present
from convoca.meetings.core.stays import Stay, count_minutes, read_stay

Presence = Literal["present", "absent", "excused"]
Column = Literal[
    "name", "email", "cut", "comuna", "presence", "minutes", "joined", "left", "waiting"
]

HEADERS: Mapping[Column, frozenset[str]] = {
    "name": frozenset({"nombre", "nombre nombre original", "name", "name original name"}),
    "email": frozenset(
        {"correo", "correo electronico", "e mail", "email", "mail", "user email"}
        | {"correo electronico del usuario", "direccion de correo electronico"}
    ),
    "cut": frozenset({"cut", "codigo", "codigo comuna", "codigo de comuna", "codigo cut"}),
    "comuna": frozenset({"comuna", "municipalidad", "municipio", "nombre comuna"}),
    "presence": frozenset({"presente", "asistio", "asistencia", "vino"}),
    "minutes": frozenset(
        {"minutos", "duracion", "duracion minutos", "duracion total minutos"}
        | {"minutes", "duration minutes", "total duration minutes"}
    ),
    "joined": frozenset(
        {"join time", "hora para unirse", "hora de entrada", "hora de ingreso", "hora de union"}
    ),
    "left": frozenset(
        {"leave time", "hora para salir", "hora de salida", "hora de retiro", "hora de abandono"}
    ),
    "waiting": frozenset({"in waiting room", "en sala de espera", "en la sala de espera"}),
}
WORDS: Mapping[Presence, frozenset[str]] = {
    "present": frozenset({"si", "s", "x", "1", "presente", "asistio", "vino", "yes", "verdadero"}),
    "absent": frozenset({"no", "n", "0", "ausente", "no asistio", "no vino", "falso"}),
    "excused": frozenset(
        {"excusa", "con excusa", "excusado", "excusada", "justificado", "justificada"}
    ),
}
HEADER_ROWS = 20
LONGEST_MINUTES = 4
"""Digits of minutes; four are a week."""


class AttendanceColumnsError(ValueError):
    """The columns needed are not there; `sentence` says which."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Guest:
    """Who may be found: one seat, who takes part for it, and what identifies both."""

    seat_id: int
    person_id: int
    email: str
    cuts: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """What the file says of one seat; minutes is None where the file counts none."""

    seat_id: int
    presence: Presence
    minutes: int | None
    row_number: int


@dataclass(frozen=True)
class Unmatched:
    """A row that a person must settle: what it says, and why nobody was chosen."""

    row_number: int
    text: str
    why: str


@dataclass(frozen=True)
class FileReading:
    """What was understood and what was not; no seat is in both."""

    matches: tuple[Match, ...]
    unmatched: tuple[Unmatched, ...]


@dataclass(frozen=True)
class _Seen:
    """What one row says of a seat; `stay` where it tells from when to when."""

    match: Match
    stay: Stay | None


@dataclass
class _Roll:
    """What identifies a guest, and what was found so far."""

    by_email: dict[str, list[Guest]]
    by_cut: dict[str, list[Guest]]
    comunas: ComunaIndex
    found: dict[int, list[_Seen]] = field(default_factory=dict)
    unmatched: list[Unmatched] = field(default_factory=list)


class _DoubtError(ValueError):
    """A row cannot be settled without a person."""


def read_attendance(
    rows: Sequence[tuple[int, Sequence[str]]],
    guests: Sequence[Guest],
    comunas: ComunaIndex,
    *,
    duration_min: int,
) -> FileReading:
    """Read who came from a table.

    A row finds a seat by the exact address (case folded) of who takes part, or by the exact
    comuna (name, other spelling or code); both given must agree. The name that somebody had in
    the call finds nobody: it is only shown. Minutes decide presence where there are some
    (`was_present`), otherwise the word in the column of presence does. A person with two seats
    came for both. Where all rows of a seat tell when the person joined and left, the minutes are
    those of their union (`count_minutes`); otherwise a seat in several rows is settled only where
    they agree. A row of the waiting room is nowhere.

    Args:
        rows: (number in the sheet, cells); titles may stand above the header.
        guests: at most one per seat; empty matches nothing.
        comunas: all comunas of the country.
        duration_min: planned length of the session.

    Returns:
        Matches in the order of the rows, one per seat; and every row that needs a person.
        Blank rows are nowhere.

    Raises:
        AttendanceColumnsError: no header with an identity and a presence among the first
            HEADER_ROWS rows.
    """
    start, columns = _find_header(rows)
    roll = _Roll(_index(guests, _addresses), _index(guests, _cuts), comunas)
    for number, cells in rows[start + 1 :]:
        row = {column: _cell(cells, place) for column, place in columns.items()}
        if any(row.values()):
            _take_row(roll, number, row, duration_min)
    settled = [(found, _settle(found, duration_min)) for found in roll.found.values()]
    doubtful = [_explain([one.match for one in found]) for found, m in settled if m is None]
    unmatched = sorted([*roll.unmatched, *doubtful], key=lambda one: one.row_number)
    matches = tuple(match for _found, match in settled if match is not None)
    return FileReading(matches, tuple(unmatched))


def _index(
    guests: Sequence[Guest], keys: Callable[[Guest], Sequence[str]]
) -> dict[str, list[Guest]]:
    index: dict[str, list[Guest]] = {}
    for guest in guests:
        for key in keys(guest):
            index.setdefault(key, []).append(guest)
    return index


def _addresses(guest: Guest) -> Sequence[str]:
    return [guest.email.strip().casefold()] if guest.email.strip() else []


def _cuts(guest: Guest) -> Sequence[str]:
    return guest.cuts


def _find_header(rows: Sequence[tuple[int, Sequence[str]]]) -> tuple[int, dict[Column, int]]:
    """Find the first row that names an identity; the leftmost column of a kind counts."""
    for place, (_number, cells) in enumerate(rows[:HEADER_ROWS]):
        columns: dict[Column, int] = {}
        for position, cell in enumerate(cells):
            name = fold_text(cell)
            kind = next((kind for kind, names in HEADERS.items() if name in names), None)
            if kind is not None:
                columns.setdefault(kind, position)
        if columns.keys() & {"email", "cut", "comuna"}:
            if not columns.keys() & {"presence", "minutes", "joined"}:
                raise AttendanceColumnsError("Falta una columna «presente» o «minutos».")
            return place, columns
    raise AttendanceColumnsError("Falta una columna «correo», «comuna» o «CUT» con su título.")


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _take_row(roll: _Roll, number: int, row: Mapping[Column, str], duration_min: int) -> None:
    """Add what a row says to the roll, or why it says nothing."""
    if _word_of(row.get("waiting", "")) == "present":
        return
    try:
        guests = _guests_of(roll, row)
        stay = _stay_of(row)
        presence, minutes = _presence_of(row, stay, duration_min)
    except _DoubtError as doubt:
        roll.unmatched.append(Unmatched(number, _shown(row), str(doubt)))
        return
    for guest in guests:
        match = Match(guest.seat_id, presence, minutes, number)
        roll.found.setdefault(guest.seat_id, []).append(_Seen(match, stay))


def _guests_of(roll: _Roll, row: Mapping[Column, str]) -> list[Guest]:
    by_email = roll.by_email.get(row.get("email", "").casefold(), [])
    place, code = row.get("comuna", ""), row.get("cut", "")
    if not place and not code:
        known = "Nadie que participe tiene ese correo."
        return _of_one_person(by_email, known if row.get("email") else "Entró sin correo.")
    by_comuna = _of_comuna(roll, place, code)
    if not by_email:
        return by_comuna
    both = [guest for guest in by_email if guest in by_comuna]
    if not both:
        raise _DoubtError("El correo y la comuna son de personas distintas.")
    return both


def _of_one_person(guests: list[Guest], why: str) -> list[Guest]:
    if not guests:
        raise _DoubtError(why)
    if len({guest.person_id for guest in guests}) > 1:
        raise _DoubtError("Varias personas comparten ese correo: agregue la comuna.")
    return guests


def _of_comuna(roll: _Roll, place: str, code: str) -> list[Guest]:
    found = roll.comunas.find(place, code)
    if found.cut is None:
        raise _DoubtError(" ".join(message.text for message in found.messages))
    guests = roll.by_cut.get(found.cut, [])
    if not guests:
        name = roll.comunas.name_of(found.cut)
        raise _DoubtError(f"Nadie de {name} ha aceptado participar en este ciclo.")
    return guests


def _stay_of(row: Mapping[Column, str]) -> Stay | None:
    """Read from when to when somebody was there; None where the row does not tell."""
    joined, left = row.get("joined", ""), row.get("left", "")
    if not joined or not left:
        return None
    stay = read_stay(joined, left)
    if stay is None:
        raise _DoubtError(f"No se entiende de cuándo a cuándo estuvo: «{joined}» a «{left}».")
    return stay


def _presence_of(
    row: Mapping[Column, str], stay: Stay | None, duration_min: int
) -> tuple[Presence, int | None]:
    """Read presence; minutes and the word must not contradict each other."""
    minutes = count_minutes([stay]) if stay else _minutes_of(row.get("minutes", ""))
    said = _word_of(row.get("presence", ""))
    if minutes is None:
        if said is None:
            raise _DoubtError("No dice si estuvo.")
        return said, None
    counted: Presence = "present" if was_present(minutes, duration_min) else "absent"
    if said is None or said == counted:
        return counted, minutes
    if (said, counted) == ("excused", "absent"):
        return said, minutes
    raise _DoubtError(f"Dice «{row['presence']}», pero estuvo {minutes} de {duration_min} minutos.")


def _minutes_of(text: str) -> int | None:
    """Read minutes, "45" or "45,5" (rounded down); empty gives None."""
    if not text:
        return None
    whole, _mark, rest = text.replace(",", ".").partition(".")
    is_number = whole.isascii() and whole.isdigit() and (not rest or rest.isdigit())
    if not is_number or len(whole) > LONGEST_MINUTES:
        raise _DoubtError(f"«{text}» no es un número de minutos.")
    return int(whole)


def _word_of(text: str) -> Presence | None:
    if not text:
        return None
    word = fold_text(text)
    said = next((presence for presence, words in WORDS.items() if word in words), None)
    if said is None:
        raise _DoubtError(f"No se entiende «{text}»: escriba sí, no o excusa.")
    return said


def _settle(seen: Sequence[_Seen], duration_min: int) -> Match | None:
    """Return the one thing that the rows of a seat say; None where a person must decide.

    Without the hours, rows that are each too short but long enough together may be one person
    who came back, or two devices at once: that is doubtful.
    """
    found = [one.match for one in seen]
    times = [one.stay for one in seen if one.stay is not None]
    if len(times) == len(seen):
        minutes = count_minutes(times)
        was_there: Presence = "present" if was_present(minutes, duration_min) else "absent"
        return replace(found[0], presence=was_there, minutes=minutes)
    longest = max(found, key=lambda match: match.minutes or 0)
    stays = [match.minutes for match in found if match.minutes is not None]
    if len(found) == 1 or (len(stays) == len(found) and longest.presence == "present"):
        return longest
    if len(stays) == len(found) and was_present(sum(stays), duration_min):
        return None
    return longest if len({match.presence for match in found}) == 1 else None


def _explain(found: Sequence[Match]) -> Unmatched:
    rows = ", ".join(str(match.row_number) for match in found)
    stays = " + ".join(str(match.minutes) for match in found if match.minutes is not None)
    why = "El mismo puesto aparece en varias filas que no coinciden"
    return Unmatched(
        found[0].row_number, f"Filas {rows}", f"{why}: {stays} minutos." if stays else f"{why}."
    )


def _shown(row: Mapping[Column, str]) -> str:
    return " · ".join(value for value in row.values() if value)[:160]
