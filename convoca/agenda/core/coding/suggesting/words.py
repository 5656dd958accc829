"""Spanish words as a classifier counts them: stems without accents."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

WORD = re.compile(r"\w\w+")
RUN = re.compile(r"\w+")
SHORTEST, LONGEST = 3, 5
COMMON = frozenset(
    WORD.findall(
        """
algo ante antes aqui asi aun aunque bien cada como con cosa cual cuando de del desde donde
dos el ella ellos en entre era es esa ese eso esta estan estar este esto fue gente ha habia
hace hacer hacia han hasta hay la las le les lo los mas me mi misma mismo mucha mucho muy
nada ni no nos nosotros nuestra nuestro nunca otra otro para pero poco por porque puede pues
que quien se sea ser si sido siempre sin sobre solo son su sus tambien tanto te tener
tenemos tiene tienen toda todo todos tres tu un una unas uno unos va van ver vez ya yo
"""
    )
)
"""Words that tell nothing by themselves, without accents; counted, yet never shown as a reason."""


def fold(text: str) -> str:
    """Return a text in small letters and without accents; ñ becomes n."""
    plain = unicodedata.normalize("NFD", text.lower())
    return "".join(one for one in plain if unicodedata.category(one) != "Mn")


def words_of(text: str) -> list[str]:
    """List the words of two letters or more as they stand, in their order."""
    return WORD.findall(text)


def stems_of(text: str) -> list[str]:
    """List the stems of a text in the order of its words.

    Snowball's Spanish stemmer, and the accents off afterwards: "Rendiciones" gives "rendicion".
    Source: snowballstem.org/algorithms/spanish/stemmer.html.
    """
    return [_stem(word) for word in WORD.findall(text.lower())]


def letters_of(text: str) -> list[str]:
    """List the pieces of three to five letters of a text, word by word, without accents.

    A word counts with the blank before and after it, so that its beginning and its end are pieces
    of their own; a word of one letter is one piece.
    """
    return [piece for word in RUN.findall(text.lower()) for piece in _pieces(word)]


@lru_cache(maxsize=50_000)
def _pieces(word: str) -> tuple[str, ...]:
    padded = f" {fold(word)} "
    return tuple(
        padded[start : start + length]
        for length in range(SHORTEST, LONGEST + 1)
        for start in range(len(padded) - length + 1)
    )


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return fold(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stemmer() -> Any:  # the package has no types
    from snowballstemmer import stemmer  # noqa: PLC0415 # loads all its languages

    return stemmer("spanish")
