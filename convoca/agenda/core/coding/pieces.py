"""An answer cut into quotable pieces, with where each begins and ends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_PIECE = 280
PARAGRAPH = re.compile(r"[^\n]+")
SENTENCE = re.compile(r"\S.*?(?:[.!?…]+[»\"”)]*(?=\s|$)|$)")


@dataclass(frozen=True)
class Piece:
    """A piece of an answer: `text` is answer[start:end], counted in Unicode code points."""

    start: int
    end: int
    text: str


def cut_pieces(answer: str) -> list[Piece]:
    """Cut an answer into its paragraphs, and long paragraphs into blocks of whole sentences.

    A line break ends a paragraph. A paragraph of more than 280 code points becomes blocks: each
    takes sentences while it stays within 280; one sentence that is longer is a block of its own.
    Pieces without a letter or digit are left out; blanks around a piece are not part of it.

    Returns:
        The pieces in their order, never overlapping; an empty answer gives none.
    """
    return [
        piece
        for paragraph in PARAGRAPH.finditer(answer)
        for piece in _blocks(answer, paragraph.start(), paragraph.end())
        if any(character.isalnum() for character in piece.text)
    ]


def _blocks(answer: str, start: int, end: int) -> Iterator[Piece]:
    if end - start <= LONGEST_PIECE:
        yield _piece(answer, start, end)
        return
    block_start = block_end = -1
    for sentence in SENTENCE.finditer(answer, start, end):
        if block_start >= 0 and sentence.end() - block_start > LONGEST_PIECE:
            yield _piece(answer, block_start, block_end)
            block_start = -1
        if block_start < 0:
            block_start = sentence.start()
        block_end = sentence.end()
    if block_start >= 0:
        yield _piece(answer, block_start, block_end)


def _piece(answer: str, start: int, end: int) -> Piece:
    raw = answer[start:end]
    begin = start + len(raw) - len(raw.lstrip())
    text = raw.strip()
    return Piece(begin, begin + len(text), text)
