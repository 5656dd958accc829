"""What a file of another program would change: codes by guid, codings by place."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from convoca.agenda.core.coding.refi.values import RefiCode, RefiSource

LONGEST_NAME = 80
COMPARED = ("name", "description", "colour", "is_codable", "parent")
Place = tuple[str, int, int]
"""A source's guid, and where a piece of it begins and ends."""


class CodeFate(StrEnum):
    """What becomes of a code that somebody brings."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class ComparedCode:
    """A code of the file beside ours: what becomes of it, and which of its fields differ."""

    fate: CodeFate
    code: RefiCode
    ours: RefiCode | None = None
    fields: tuple[str, ...] = ()


class Miss(StrEnum):
    """Why a coding of the file has no place here."""

    SOURCE = "source"
    PLACE = "place"
    WORDS = "words"
    CODE = "code"


@dataclass(frozen=True)
class MatchedCoding:
    """A coding of the file that fits a statement of ours."""

    statement: int
    code: str


@dataclass(frozen=True)
class MissedCoding:
    """A coding of the file that fits nothing here, with the words it stood on."""

    why: Miss
    source: str
    words: str
    code: str


@dataclass(frozen=True)
class OurStatement:
    """A statement of ours at its place in its answer."""

    id: int
    text: str


def compare_codes(
    ours: Sequence[RefiCode],
    theirs: Sequence[RefiCode],
    *,
    closed: Collection[str] = (),
    longest: int = LONGEST_NAME,
) -> list[ComparedCode]:
    """Compare codes by guid, in the order of the file.

    A code conflicts when its name is that of another code here, stands twice in the file or is too
    long, or when it is out of use here: it is left out, and what stands under it comes to the
    top. Names are equal without regard to upper case. A parent that neither has counts as none.

    Args:
        ours: all codes of the book, those out of use too.
        closed: the guids of those out of use.
        longest: how long a name may be, in code points.
    """
    known = {one.guid: one for one in ours}
    taken = {one.name.casefold(): one.guid for one in ours}
    often = Counter(one.name.casefold() for one in theirs)
    refused = {
        one.guid
        for one in theirs
        if often[one.name.casefold()] > 1
        or taken.get(one.name.casefold(), one.guid) != one.guid
        or len(one.name) > longest
        or one.guid in closed
    }
    there = ({*known} | {one.guid for one in theirs}) - refused - set(closed)
    return [_compared(one, known.get(one.guid), refused, there) for one in theirs]


def _compared(
    code: RefiCode, mine: RefiCode | None, refused: Collection[str], there: Collection[str]
) -> ComparedCode:
    if code.guid in refused:
        return ComparedCode(CodeFate.CONFLICT, code, mine)
    code = replace(code, parent=code.parent if code.parent in there else None)
    if mine is None:
        return ComparedCode(CodeFate.NEW, code)
    fields = tuple(name for name in COMPARED if getattr(code, name) != getattr(mine, name))
    return ComparedCode(CodeFate.CHANGED if fields else CodeFate.SAME, code, mine, fields)


def match_codings(
    sources: Sequence[RefiSource],
    *,
    statements: Mapping[Place, OurStatement],
    codes: Collection[str],
) -> tuple[list[MatchedCoding], list[MissedCoding]]:
    """Find the statement of each coding: same answer, same place, same words.

    The end may be the place after the last character, as most programs write it, or the last
    character itself, as the standard says; the first fits first. Words are compared where the
    file brings its text. A coding that is there twice matches once.

    Args:
        statements: ours, by the guid of their answer and their place in it.
        codes: the codes that may be given here.
    """
    answers = {guid for guid, _start, _end in statements}
    matched: dict[MatchedCoding, None] = {}
    missed: list[MissedCoding] = []
    for source in sources:
        for selection in source.selections:
            places = [(source.guid, selection.start, selection.end + more) for more in (0, 1)]
            found = next((statements[one] for one in places if one in statements), None)
            words = source.text[selection.start : selection.end]
            why = _why_missed(source, found, words, answers)
            for coding in selection.codings:
                if found is not None and why is None and coding.code in codes:
                    matched[MatchedCoding(found.id, coding.code)] = None
                else:
                    miss = why or Miss.CODE
                    missed.append(MissedCoding(miss, source.name, words, coding.code))
    return list(matched), missed


def _why_missed(
    source: RefiSource, found: OurStatement | None, words: str, answers: Collection[str]
) -> Miss | None:
    if source.guid not in answers:
        return Miss.SOURCE
    if found is None:
        return Miss.PLACE
    return Miss.WORDS if source.text and words not in {found.text, found.text[:-1]} else None
