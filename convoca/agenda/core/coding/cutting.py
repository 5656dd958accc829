"""Cutting a piece of an answer in two, joining two, and keeping such cuts in a new answer."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from convoca.agenda.core.coding.pieces import Piece, cut_pieces

BETWEEN = re.compile(r"(?:[.!?…;:,]+[»\"”)]*|\n)\s*")


def places_between(text: str) -> list[int]:
    """Return where a text may be cut without choosing a word: after a sentence or a clause.

    Each place is the index, in code points, of the first letter of what follows; both sides
    have a letter or digit, and so has what stands between two places. None gives [].
    """
    places: list[int] = []
    for found in BETWEEN.finditer(text):
        place, before = found.end(), places[-1] if places else 0
        follows_blank = found.group()[-1:].isspace()
        if follows_blank and _says(text[before:place]) and _says(text[place:]):
            places.append(place)
    return places


def cut(piece: Piece, places: Collection[int]) -> list[Piece]:
    """Cut a piece at places of its text, in code points from its beginning.

    A place within a word means before that word. Blanks at a cut belong to no piece, as in
    `cut_pieces`. The pieces come in order, never overlap, and lose no letter or digit.

    Raises:
        ValueError: no place, a place outside the text, or a part without a letter or digit.
    """
    if not places or not all(0 < place < len(piece.text) for place in places):
        raise ValueError("no place within the text")
    ends = sorted({_before_word(piece.text, place) for place in places})
    bounds = [0, *ends, len(piece.text)]
    parts = [_trimmed(piece, start, end) for start, end in pairwise(bounds)]
    if not all(_says(part.text) for part in parts):
        raise ValueError("a part without words")
    return parts


def join(answer: str, first: Piece, second: Piece) -> Piece:
    """Join two pieces of an answer into one, with all that stands between them.

    Joining what `cut` parted gives back what was there.

    Raises:
        ValueError: `second` begins before `first` ends, or a piece is not in the answer so.
    """
    if second.start < first.end or not (_stands(answer, first) and _stands(answer, second)):
        raise ValueError("not two pieces of this answer, one after the other")
    return Piece(first.start, second.end, answer[first.start : second.end])


def cut_again(answer: str, by_hand: Sequence[Piece]) -> list[tuple[Piece, bool]]:
    """Cut an answer anew, and keep the pieces that were cut by hand where their words still are.

    Each piece by hand, in the order of its old place, stays where it was if its words are still
    there; else it takes the first free place of its words after the one before it, or else the
    first free place anywhere. Its words begin and end at the border of a word. What lies between
    is cut by `cut_pieces`.

    Returns:
        The pieces in their order, never overlapping; True beside those by hand.
    """
    kept: list[Piece] = []
    after = 0
    for piece in sorted(by_hand, key=lambda one: one.start):
        found = _find(answer, piece, kept, after)
        if found is not None:
            kept.append(found)
            after = found.end
    kept.sort(key=lambda one: one.start)
    return sorted(
        [*((piece, True) for piece in kept), *((piece, False) for piece in _gaps(answer, kept))],
        key=lambda one: one[0].start,
    )


def _find(answer: str, piece: Piece, taken: Sequence[Piece], after: int) -> Piece | None:
    text = piece.text
    places = [place for place in _occurrences(answer, text) if not _is_taken(place, text, taken)]
    if not places:
        return None
    later = [place for place in places if place >= after]
    place = piece.start if piece.start in places else (later or places)[0]
    return Piece(place, place + len(text), text)


def _occurrences(answer: str, text: str) -> Iterator[int]:
    place = answer.find(text) if text else -1
    while place >= 0:
        end = place + len(text)
        if _is_border(answer, place) and _is_border(answer, end):
            yield place
        place = answer.find(text, place + 1)


def _is_taken(place: int, text: str, taken: Sequence[Piece]) -> bool:
    return any(place < piece.end and piece.start < place + len(text) for piece in taken)


def _gaps(answer: str, kept: Sequence[Piece]) -> Iterator[Piece]:
    ends = [0, *(piece.end for piece in kept)]
    starts = [*(piece.start for piece in kept), len(answer)]
    for start, end in zip(ends, starts, strict=True):
        for piece in cut_pieces(answer[start:end]):
            yield Piece(piece.start + start, piece.end + start, piece.text)


def _before_word(text: str, place: int) -> int:
    while place > 0 and not _is_border(text, place):
        place -= 1
    return place


def _is_border(text: str, place: int) -> bool:
    """Say whether no word goes on across a place; a mark that sits on a letter is part of it."""
    if place in {0, len(text)}:
        return True
    return not (_is_word(text[place - 1]) and _is_word(text[place]))


def _is_word(character: str) -> bool:
    return not character.isspace() and (character.isalnum() or not character.isascii())


def _says(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _stands(answer: str, piece: Piece) -> bool:
    return answer[piece.start : piece.end] == piece.text


def _trimmed(piece: Piece, start: int, end: int) -> Piece:
    raw = piece.text[start:end]
    begin = piece.start + start + len(raw) - len(raw.lstrip())
    text = raw.strip()
    return Piece(begin, begin + len(text), text)
