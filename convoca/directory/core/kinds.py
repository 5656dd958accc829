"""Which kind of directorate a cell names: an exact match after folding, never a guess."""

import re
from collections import abc

from convoca.directory.core.fold import ARTICLES, fold_text

_PREFIX = re.compile(
    r"^(?:(?:director|directora|director a|jefe|jefa|encargado|encargada)(?: de)?(?: la| el)? )+"
)


class KindIndex:
    """The kinds of directorate by code, name and abbreviation.

    kinds is {code: names and abbreviations}. A spelling that two kinds share names neither.
    """

    def __init__(self, kinds: abc.Mapping[str, abc.Sequence[str]]) -> None:
        self._codes: dict[str, set[str]] = {}
        self.words: set[str] = set()
        for code, spellings in kinds.items():
            for spelling in (code, *spellings):
                self._codes.setdefault(_fold_kind(spelling), set()).add(code)
                folded = fold_text(spelling)
                if " " not in folded:
                    self.words.add(folded)

    def find(self, text: str) -> str | None:
        """Give the code of the kind a text names, "director de" apart; None if unclear.

        "Director (S) de Obras": what is in brackets does not count.
        """
        without_brackets = re.sub(r"\([^)]*\)", " ", text)
        folded = _fold_kind(without_brackets)
        owners = self._codes.get(folded, set()) if folded else set()
        return next(iter(owners)) if len(owners) == 1 else None


def _fold_kind(text: str) -> str:
    folded = _PREFIX.sub("", fold_text(text) + " ")
    return " ".join(word for word in folded.split() if word not in ARTICLES and word != "direccion")
