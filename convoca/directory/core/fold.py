"""Folding: the form in which two spellings of one name are equal. To match, never to show."""

import re
import unicodedata
from functools import lru_cache

ARTICLES = frozenset({"el", "la", "los", "las", "de", "del", "y", "e"})

# What people write before the name of a place; the longest comes first.
PLACE_PREFIXES: tuple[str, ...] = (
    "i municipalidad",
    "ilustre municipalidad",
    "municipalidad",
    "municipio",
    "ayuntamiento",
    "i m",
    "im",
    "muni",
    "comuna",
)
_PREFIX = re.compile(rf"^(?:{'|'.join(PLACE_PREFIXES)})(?: (?:del|de))?(?: |$)")

_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"[hg]u(?=[aeio])", "w"),
        (r"ch", "x"),
        (r"h", ""),
        (r"qu", "k"),
        (r"c(?=[ei])", "s"),
        (r"c", "k"),
        (r"z", "s"),
        (r"v", "b"),
        (r"g(?=[ei])", "j"),
        (r"ll|y", "i"),
        (r"m(?=[bp])", "n"),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=1_024)  # one row folds the same cells several times
def fold_text(text: str) -> str:
    """Fold case, accents and punctuation: "  Ñuñoa (S) " gives "nunoa s".

    NFKD, case folded, marks dropped (so ñ becomes n), anything that is neither letter nor digit
    becomes one space. Empty in, empty out. Idempotent. Nothing is raised.
    """
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    decomposed = unicodedata.normalize("NFKD", decomposed).casefold()
    decomposed = unicodedata.normalize("NFKD", decomposed)
    bare = "".join(char for char in decomposed if unicodedata.category(char)[0] != "M")
    return " ".join("".join(char if char.isalnum() else " " for char in bare).split())


def fold_place(text: str) -> str:
    """Fold the name of a place, without "Ilustre Municipalidad de", "Comuna de" and the like.

    Articles stay: "La Florida" and "Florida" are two places. A prefix alone gives "".
    Idempotent. Nothing is raised.
    """
    folded = fold_text(text)
    while (shorter := _PREFIX.sub("", folded)) != folded:
        folded = shorter
    return folded


def squeeze(folded: str) -> str:
    """Drop the spaces of a folded text: "til til" and "tiltil" become equal."""
    return folded.replace(" ", "")


def fold_loosely(folded: str) -> str:
    """Drop articles and spaces of a folded text; enough to propose, never enough to decide.

    Where nothing but articles is left, they stay.
    """
    words = [word for word in folded.split() if word not in ARTICLES]
    return "".join(words) or squeeze(folded)


def fold_sound(folded: str) -> str:
    """Reduce a folded text to how it sounds in Latin American Spanish: b=v, s=z=c, ll=y, no h.

    "paihuano" and "paiguano" become equal. Enough to propose, never enough to decide.
    """
    sound = squeeze(folded)
    for pattern, replacement in _SOUNDS:
        sound = pattern.sub(replacement, sound)
    return sound
