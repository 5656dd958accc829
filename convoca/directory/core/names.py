"""The case of a person's name, touched only where nobody chose one."""

import re

PARTICLES = frozenset(
    {"de", "del", "la", "las", "los", "y", "e", "da", "do", "dos", "das", "di", "van", "von", "der"}
)
_PIECES = re.compile(r"[^\W\d_]+")
_ROMAN = frozenset({"ii", "iii", "iv"})
_SCOTTISH = re.compile(r"^mc(?=\w{2})")


def set_name_case(name: str, *, continues: bool = False) -> str:
    """Give a name its capitals where it comes ALL IN CAPITALS or all in small letters.

    Particles are small except at the beginning ("de la", "y"), and there too where the name
    continues one before it; pieces after a hyphen or an
    apostrophe get a capital ("O'Higgins", "Pérez-Soto"), and so does what follows "Mc" ("McKay");
    II, III and IV stay. A name in mixed case, or with an @, comes back as it is. Idempotent.
    Empty in, empty out.
    """
    if "@" in name or not (name.isupper() or name.islower()):
        return name
    words = name.lower().split(" ")
    return " ".join(
        word if (place or continues) and word in PARTICLES else _PIECES.sub(_capitalise, word)
        for place, word in enumerate(words)
    )


def _capitalise(piece: re.Match[str]) -> str:
    word = piece.group()
    if word in _ROMAN:
        return word.upper()
    if _SCOTTISH.match(word):
        return "Mc" + word[2].upper() + word[3:]
    return word[0].upper() + word[1:]
