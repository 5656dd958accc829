"""Cleaning of one cell: what no name, address or number may carry."""

import re
import unicodedata

from convoca.directory.core.fold import fold_text

FORMULA_LEADS = ("=", "+", "@", "-")
_SHEET_ERROR = re.compile(r"^#[¡¿]?[A-ZÁÉÍÓÚÑ/0-9]{2,10}[!?]?$")
_PLACEHOLDERS = frozenset(
    {
        "s i",
        "si",
        "n a",
        "na",
        "n d",
        "nd",
        "x",
        "no",
        "no tiene",
        "no hay",
        "no informa",
        "no informado",
        "no disponible",
        "sin informacion",
        "sin info",
        "sin datos",
        "sin dato",
        "sin correo",
        "sin email",
        "sin telefono",
        "pendiente",
        "null",
        "none",
        "nan",
    }
)


def clean_text(text: str) -> str:
    """Clean one cell: composed letters, one space between words, nothing invisible.

    Tabs, line ends and other control characters become spaces, except NUL, which vanishes;
    format characters (zero width, right-to-left overrides, soft hyphens), private and unpaired ones
    vanish. Idempotent. Empty in, empty out.
    """
    visible = text if text.isprintable() else "".join(map(_visible, text))
    return unicodedata.normalize("NFC", " ".join(visible.split()))


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cc":
        return "" if char == "\0" else " "
    return "" if category[0] == "C" else char


def has_invisible_characters(text: str) -> bool:
    """Tell whether a cell carries what clean_text drops: NUL, overrides, zero width marks."""
    return any(
        char == "\0" or unicodedata.category(char) in {"Cf", "Co", "Cs", "Cn"} for char in text
    )


def looks_like_formula(text: str) -> bool:
    """Tell whether a spreadsheet would evaluate the text: it begins with = + @ or -."""
    return text.startswith(FORMULA_LEADS)


def is_placeholder(text: str) -> bool:
    """Tell whether a filled cell means "nothing here": "-", "s/i", "no tiene", "#N/A"."""
    if not text:
        return False
    folded = fold_text(text)
    return not folded or folded in _PLACEHOLDERS or _SHEET_ERROR.match(text) is not None
