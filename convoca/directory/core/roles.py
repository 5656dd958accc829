"""In which quality somebody holds a seat, and whether nobody does."""

import re
from typing import Literal

from convoca.directory.core.fold import fold_text
from convoca.directory.core.text import clean_text

Role = Literal["titular", "subrogante", "interino"]

_ROLE_WORDS: dict[str, Role] = {
    "s": "subrogante",
    "sub": "subrogante",
    "subr": "subrogante",
    "subrogante": "subrogante",
    "subrogancia": "subrogante",
    "suplente": "subrogante",
    "i": "interino",
    "int": "interino",
    "interino": "interino",
    "interina": "interino",
    "interinato": "interino",
    "t": "titular",
    "titular": "titular",
}
_LONG_ROLE = r"subrogante|subrogancia|suplente|interino|interina|interinato|titular"
_ROLE_MARK = re.compile(
    rf"[(\[]\s*(?P<short>s|sub|subr|i|int|t|{_LONG_ROLE})\s*\.?\s*(?:[)\]]|$)"
    rf"|(?:^|[\s,;:/-])(?P<long>{_LONG_ROLE})\b[\s.:,-]*",
    re.IGNORECASE,
)
_VACANT = re.compile(
    r"\b(?:cargo\s+)?(?:vacante|vacancia|ac[eé]falo|por\s+designar|por\s+nombrar|por\s+definir"
    r"|sin\s+(?:titular|director(?:a|/a)?|designar|nombrar))\b",
    re.IGNORECASE,
)


def read_role(text: str) -> Role | None:
    """Read the quality a cell states, "Director (S)" or "Interina"; None where it states none.

    Several marks in one cell give the first. A deputy named as "suplente" counts as subrogante.
    """
    cleaned = _VACANT.sub(" ", clean_text(text))
    folded = fold_text(cleaned)
    if folded in _ROLE_WORDS:
        return _ROLE_WORDS[folded]
    found = _ROLE_MARK.search(cleaned)
    return _role_of(found) if found else None


def says_vacant(text: str) -> bool:
    """Tell whether a cell says that the seat has no holder."""
    return _VACANT.search(clean_text(text)) is not None


def drop_marks(text: str) -> str:
    """Take the marks of quality and of vacancy off a text."""
    return _ROLE_MARK.sub(" ", _VACANT.sub(" ", text))


def _role_of(found: re.Match[str]) -> Role:
    return _ROLE_WORDS[(found["short"] or found["long"]).lower()]
