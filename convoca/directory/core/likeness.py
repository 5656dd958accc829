"""How alike a written name and a known spelling are, and why."""

from dataclasses import dataclass

from convoca.directory.core.distance import count_edits
from convoca.directory.core.fold import ARTICLES, fold_loosely, fold_sound, squeeze

SOUND_DISCOUNT = 0.97
LOOSE_DISCOUNT = 0.98
MIN_PART_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Form:
    """One folded form of a name; letters has one bit for each kind of letter in it."""

    text: str
    letters: int

    @classmethod
    def of(cls, text: str) -> "Form":
        """Note the letters of a text; kinds of letters 64 apart share a bit."""
        letters = 0
        for char in text:
            letters |= 1 << ord(char) % 64
        return cls(text, letters)

    def count_edits_at_least(self, other: "Form") -> int:
        """Bound the edits from below, cheaply: what only one side has must be edited."""
        return max(
            abs(len(self.text) - len(other.text)),
            (self.letters & ~other.letters).bit_count(),
            (other.letters & ~self.letters).bit_count(),
        )


@dataclass(frozen=True, slots=True)
class Spelling:
    """One spelling of one comuna in every folded form that is compared."""

    cut: str
    squeezed: Form
    loose: Form
    sound: Form
    words: frozenset[str]

    @classmethod
    def of(cls, cut: str, folded: str) -> "Spelling":
        """Fold a place, already without its prefix, in every form."""
        loose = fold_loosely(folded)
        return cls(
            cut,
            squeezed=Form.of(squeeze(folded)),
            loose=Form.of(loose),
            sound=Form.of(fold_sound(loose)),
            words=frozenset(folded.split()) - ARTICLES,
        )


def score_likeness(written: Spelling, known: Spelling, *, floor: float = 0.0) -> tuple[float, str]:
    """Score from 0 to 1 how alike two spellings are, with the reason in Spanish.

    The greatest of: 0.99 same letters without articles; 0.95 + 0.01 * closeness where they sound
    the same; 0.70 + 0.25 * share where the words of one are all in the other (share = letters in
    common / letters of the longer); closeness over all letters; 0.98 times closeness without
    articles; 0.97 times closeness of the sounds. closeness = 1 - edits / letters of the longer,
    0 to 1. Scores under floor may come back as 0.
    """
    if written.loose == known.loose:
        return 0.99, "cambia solo el artículo o los espacios"
    if written.sound == known.sound:
        by_letter, _ = _closeness(written.squeezed, known.squeezed, floor=0.0)
        return 0.95 + 0.01 * by_letter, "suena igual"
    return max(_score_part(written, known), _score_edits(written, known, floor))


def _score_part(written: Spelling, known: Spelling) -> tuple[float, str]:
    shared = sum(map(len, written.words & known.words))
    if shared < MIN_PART_LETTERS:
        return 0.0, ""
    longer = max(sum(map(len, written.words)), sum(map(len, known.words)))
    score = 0.70 + 0.25 * shared / longer
    if written.words <= known.words:
        return score, "lo escrito es una parte del nombre"
    if known.words <= written.words:
        return score, "lo escrito contiene el nombre"
    return 0.0, ""


def _score_edits(written: Spelling, known: Spelling, floor: float) -> tuple[float, str]:
    by_sound, _ = _closeness(written.sound, known.sound, floor=floor)
    best, edits = _closeness(written.squeezed, known.squeezed, floor=floor)
    if (written.loose, known.loose) != (written.squeezed, known.squeezed):
        by_loose, loose_edits = _closeness(written.loose, known.loose, floor=floor)
        if LOOSE_DISCOUNT * by_loose > best:
            best, edits = LOOSE_DISCOUNT * by_loose, loose_edits
    if SOUND_DISCOUNT * by_sound > best:
        return SOUND_DISCOUNT * by_sound, "suena parecido"
    return best, "cambia una letra" if edits == 1 else f"cambian {edits} letras"


def _closeness(first: Form, second: Form, *, floor: float) -> tuple[float, int]:
    longer = max(len(first.text), len(second.text))
    limit = int((1 - floor) * longer + 1e-9)
    if first.count_edits_at_least(second) > limit:
        return 0.0, limit + 1
    edits = count_edits(first.text, second.text, limit=limit)
    return (1 - edits / longer if edits <= limit else 0.0), edits
