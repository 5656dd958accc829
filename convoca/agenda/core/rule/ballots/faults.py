"""What is wrong with a ballot file, in sentences a person can act on."""

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches

MAX_SENTENCES = 20
SHOWN_LENGTH = 40
ALIKE = 0.7
PLAIN_NAME = re.compile(r"[\w-]{1,40}")


class BallotsError(ValueError):
    """The ballots cannot be used. `sentences` says in Spanish where, why, and what to do."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__(sentences)
        self.sentences = sentences

    def user_message(self) -> str:
        return " ".join(self.sentences)


class Faults:
    """Collects the faults of one file, so that all are told at once."""

    def __init__(self) -> None:
        self._sentences: list[str] = []

    def add(self, place: str, sentence: str) -> None:
        """Note a fault at a place written as JSON tools do: "people[3].ratings.t9"."""
        self._sentences.append(f"{place}: {sentence}")

    def add_misspelt(self, entry: Mapping[str, object], known: Collection[str], place: str) -> None:
        """Note each name of an object that is not known and looks like one that is.

        Other unknown names are passed over: a file may carry notes of its own. A misspelt
        "weight" would change the agenda without a word.
        """
        for name in entry:
            if name in known:
                continue
            alike = get_close_matches(name.lower(), known, n=1, cutoff=ALIKE)
            if alike:
                self.add(
                    inside(place, name),
                    f"este nombre no se conoce. ¿Quiso escribir «{alike[0]}»? Corríjalo.",
                )

    def raise_if_any(self) -> None:
        """Raise BallotsError with the first faults and the count of the rest."""
        if not self._sentences:
            return
        shown = self._sentences[:MAX_SENTENCES]
        rest = len(self._sentences) - len(shown)
        if rest:
            shown.append(f"Hay {rest} problemas más: corrija estos y pruebe de nuevo.")
        raise BallotsError(tuple(shown))


def inside(place: str, name: str) -> str:
    """Give the place of a name in an object: "people[3].weight"; odd names are shown clean."""
    shown = name if PLAIN_NAME.fullmatch(name) else quoted(name)
    return f"{place}.{shown}" if place else shown


def quoted(value: object) -> str:
    """Show an untrusted value in a sentence: short, and without control characters."""
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif value is None:
        text = "null"
    elif isinstance(value, list | dict):
        text = "una lista" if isinstance(value, list) else "un objeto"
    elif isinstance(value, int) and value.bit_length() > SHOWN_LENGTH:
        text = "un número enorme"
    else:
        text = str(value)[: SHOWN_LENGTH + 1]
    text = "".join(letter if letter.isprintable() else "?" for letter in text)
    return f"«{text[:SHOWN_LENGTH]}…»" if len(text) > SHOWN_LENGTH else f"«{text}»"
