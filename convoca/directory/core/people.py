"""Who a cell names, in which quality, or that nobody is named."""

import re
from dataclasses import dataclass

from convoca.directory.core.fold import fold_text
from convoca.directory.core.messages import Message, error, note, warning
from convoca.directory.core.names import set_name_case
from convoca.directory.core.roles import Role, drop_marks, read_role, says_vacant
from convoca.directory.core.text import (
    clean_text,
    has_invisible_characters,
    is_placeholder,
    looks_like_formula,
)

MAX_NAME_LENGTH = 150

_TITLE = re.compile(
    r"^(?:(?:sr|señor)\.?\s*\(\s*(?:a|ra)\s*\)\.?\s*"
    r"|(?:sr|sra|srta|sres|dr|dra|ing|arq|abog|prof|lic|mg|mag|d|dña|cont|psic|ps|tec)\.\s*"
    r"|(?:sr|sra|srta|dr|dra|ing|arq|abog|prof|lic|mg|don|doña|dona|señor|señora|señorita)\s+)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")
_PROFESSION = re.compile(
    r"^(?:ingenier|arquitect|abogad|administrador|contador|constructor|psic[oó]log|asistente"
    r"|trabajador|profesor|t[eé]cnic|ge[oó]graf|soci[oó]log|periodista|m[eé]dic|economista|director|jef)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PersonCell:
    """A cell read as a person: name ("" for none), quality where stated, vacancy, messages."""

    name: str
    role: Role | None = None
    is_vacant: bool = False
    messages: tuple[Message, ...] = ()


def read_person(text: str) -> PersonCell:
    """Read the cell of a name.

    Taken off the name: titles in front ("Sra.", "Don", "Ing."), the marks of quality ("(S)",
    "SUBROGANTE", "(I)", "INTERINO"), other brackets, invisible characters. "Pérez Soto, Juan"
    becomes "Juan Pérez Soto" with a warning. A cell that a spreadsheet would evaluate (= + @ -)
    stays as it is, as text. Placeholders ("-", "s/i") and an empty cell give no name, no message.

    More than one person, or VACANTE beside a name without a quality, is an error without a name.
    """
    cleaned = clean_text(text)
    if not cleaned or is_placeholder(cleaned):
        return PersonCell("")
    hidden = [note("Se quitaron caracteres invisibles del nombre.")]
    messages = hidden if has_invisible_characters(text) else []
    if looks_like_formula(cleaned):
        said = warning("El nombre parece una fórmula de planilla; se guardará como texto.")
        return PersonCell(cleaned[:MAX_NAME_LENGTH], messages=(*messages, said))
    people = _split_people(text)
    if len(people) > 1:
        return PersonCell("", messages=(*messages, _several(people)))
    return _read_one(cleaned, messages)


def _read_one(cleaned: str, messages: list[Message]) -> PersonCell:
    role = read_role(cleaned)
    is_vacant = says_vacant(cleaned)
    name = _tidy(drop_marks(cleaned))
    name = _drop_titles(_drop_brackets(_drop_titles(name), messages))
    name = set_name_case(_turn_around(name, messages))
    if not fold_text(name):
        return PersonCell("", role, is_vacant, tuple(messages))
    if is_vacant and role in {None, "titular"}:
        said = error(f"Dice VACANTE y también «{name}». Deje solo lo que corresponde.")
        return PersonCell("", role, is_vacant=True, messages=(*messages, said))
    if is_vacant:
        messages.append(note(f"El cargo está vacante; lo ejerce «{name}» como {role}."))
    return PersonCell(name[:MAX_NAME_LENGTH], role, messages=(*messages, *_doubts(name)))


def _doubts(name: str) -> list[Message]:
    doubts: list[Message] = []
    if any(char.isdigit() for char in name) or "@" in name:
        doubts.append(warning(f"«{name[:60]}» no parece el nombre de una persona."))
    if len(name) > MAX_NAME_LENGTH:
        doubts.append(warning(f"El nombre se acortó a {MAX_NAME_LENGTH} letras."))
    return doubts


def _drop_brackets(name: str, messages: list[Message]) -> str:
    messages.extend(
        note(f"Se dejó fuera del nombre «{found[0]}».")
        for found in _BRACKETS.finditer(name)
        if fold_text(found[1])
    )
    return _tidy(_BRACKETS.sub(" ", name))


def _drop_titles(name: str) -> str:
    while (shorter := _TITLE.sub("", name, count=1)) != name and fold_text(shorter):
        name = shorter
    return name if not _TITLE.fullmatch(f"{name} ") else ""


def _turn_around(name: str, messages: list[Message]) -> str:
    """Turn "Pérez Soto, Juan" around; drop a profession after the comma."""
    parts = [part.strip() for part in name.split(",")]
    if len(parts) != 2 or not all(map(fold_text, parts)):  # noqa: PLR2004 (one comma)
        return name
    if _PROFESSION.match(parts[1]):
        messages.append(note(f"Se dejó fuera del nombre «{parts[1]}»."))
        return parts[0]
    turned = set_name_case(f"{parts[1]} {parts[0]}")
    messages.append(warning(f"El nombre venía como «{name}»; se leyó «{turned}»."))
    return turned


def _split_people(text: str) -> list[str]:
    """Split a cell into the people it names; one piece where it names one.

    "/", ";", "|" and "&" always separate; a line end and " y " only between names of two words or
    more, or between two single words: "José Ortega y Gasset" is one person.
    """
    pieces = [piece for piece in re.split(r"[/;|&]", text) if _bare_name(piece)]
    people: list[str] = []
    for piece in pieces:
        people.extend(_split_at(r"[\r\n]+", piece))
    return [person for piece in people for person in _split_at(r"\s+[yY]\s+", piece)]


def _split_at(pattern: str, text: str) -> list[str]:
    parts = [_bare_name(part) for part in re.split(pattern, text)]
    counts = [len(part.split()) for part in parts if part]
    are_names = all(count > 1 for count in counts) or (pattern != r"[\r\n]+" and set(counts) == {1})
    if len(counts) > 1 and are_names:
        return [part for part in parts if part]
    return [text]


def _bare_name(text: str) -> str:
    """Leave only the name of a piece of a cell, without marks of quality, vacancy or titles."""
    without_marks = drop_marks(clean_text(text))
    name = _drop_titles(_tidy(_BRACKETS.sub(" ", without_marks)))
    return name if fold_text(name) else ""


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" ,;:/|-–—")


def _several(people: list[str]) -> Message:
    shown = "; ".join(clean_text(person)[:40] for person in people[:4])
    return error(
        f"La celda nombra a {len(people)} personas ({shown}). Deje una fila para cada una, "
        "con su propio correo."
    )
