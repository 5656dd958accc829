"""What is wrong with a ballot file, in sentences a person can act on."""

MAX_SENTENCES = 20
SHOWN_LENGTH = 40


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

    def add(self, sentence: str) -> None:
        self._sentences.append(sentence)

    def raise_if_any(self) -> None:
        """Raise BallotsError with the first faults and the count of the rest."""
        if not self._sentences:
            return
        shown = self._sentences[:MAX_SENTENCES]
        rest = len(self._sentences) - len(shown)
        if rest:
            shown.append(f"Hay {rest} problemas más: corrija estos y pruebe de nuevo.")
        raise BallotsError(tuple(shown))


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
