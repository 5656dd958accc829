"""What a person means who writes one word to us by WhatsApp."""

import re
import unicodedata
from enum import StrEnum

_NOT_LETTERS = re.compile(r"[^a-z ]+")
_STOPS = frozenset(
    {
        "alto",
        "baja",
        "dar de baja",
        "darme de baja",
        "de baja",
        "denme de baja",
        "desuscribir",
        "detener promociones",
        "no mas",
        "no mas mensajes",
        "no me escriban",
        "no me escriban mas",
        "no quiero mas mensajes",
        "no recibir mas",
        "no recibir mas mensajes",
        "parar",
        "quiero darme de baja",
        "stop",
        "stop promotions",
        "unsubscribe",
    }
)
_STARTS = frozenset({"alta", "dar de alta", "darme de alta", "quiero darme de alta", "start"})
_COURTESIES = re.compile(r"\b(?:por favor|porfavor|gracias|hola|buenos dias|buenas tardes)\b")


class Wish(StrEnum):
    """What is asked of us."""

    STOP = "stop"
    START = "start"
    NONE = "none"


def wish_of(text: str) -> Wish:
    """Return whether a text asks to get no more messages, or to get them again.

    The whole text must be one of the known wishes: letter case, accents, signs and courtesies
    ("por favor", "gracias") do not count. "No puedo dar de baja la reunión" is no wish: a
    person reads it. Empty text is none.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = _NOT_LETTERS.sub(" ", plain)
    words = " ".join(_COURTESIES.sub(" ", plain).split())
    if words in _STOPS:
        return Wish.STOP
    return Wish.START if words in _STARTS else Wish.NONE
