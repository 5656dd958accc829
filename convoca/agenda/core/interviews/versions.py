"""Two devices on one answer: which text stands, and which one stays beside it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import cast
from uuid import UUID

from convoca.agenda.core.interviews.values import RatedTheme

EXAMPLE, NOT_APPLICABLE = "example", "not_applicable"
RATING_PARTS = {"interest", "urgency", EXAMPLE, NOT_APPLICABLE}


class Place(StrEnum):
    """What becomes of a value that comes in."""

    SAME = "same"
    ON = "on"
    OVER = "over"
    BESIDE = "beside"


@dataclass(frozen=True)
class Writing:
    """A value as it is stored, when it was written, and the page (pen) that wrote it, if known."""

    value: object
    written_at: datetime
    pen: UUID | None = None


def place_writing(
    coming: Writing, standing: Writing | None, *, saw_it: bool, is_known: bool = True
) -> Place:
    """Say whether a value goes on from the one that stands, goes over it, or stays beside it.

    SAME: nothing changes: it stands already, or it has no words and would cover some.
    ON: it follows what stands: nothing does, its page saw that (`saw_it`) or wrote it, or it
    holds all of its words.
    OVER: both were written apart and it is the newer one: it stands, the other stays beside it.
    BESIDE: both were written apart and it is the older one. At the same moment the coming one
    is the newer.

    Args:
        standing: None when nobody answered yet.
        saw_it: the page that wrote `coming` showed what stands.
        is_known: False when nobody can say what the page showed; then it goes on from it.
    """
    if standing is None:
        return Place.ON
    if coming.value == standing.value:
        return Place.SAME
    is_own = coming.pen is not None and coming.pen == standing.pen
    if saw_it or is_own or not is_known or holds_words(coming.value, standing.value):
        return Place.ON
    if is_blank(coming.value):
        return Place.SAME
    return Place.OVER if coming.written_at >= standing.written_at else Place.BESIDE


def is_blank(value: object) -> bool:
    """Say whether a stored value has neither words, nor picks, nor numbers."""
    if isinstance(value, Mapping):
        return all(part in ("", None, False) for part in value.values())
    return value in ("", None, [])


def holds_words(whole: object, part: object) -> bool:
    """Say whether one value keeps all that another one says: a longer text, more picks."""
    if is_blank(part):
        return True
    if isinstance(whole, str) and isinstance(part, str):
        return part in whole
    if isinstance(whole, list) and isinstance(part, list):
        return all(one in whole for one in part)
    if isinstance(whole, Mapping) and isinstance(part, Mapping):
        return all(holds_words(whole.get(key), value) for key, value in part.items())
    return whole == part


def can_join(value: object) -> bool:
    """Say whether a stored value may be joined with another: texts, lists, and examples."""
    return isinstance(value, str | list | Mapping)


def join_values(standing: object, other: object) -> object:
    """Return both values as one: texts one after the other, a blank line between; lists once each.

    Of two ratings the numbers that stand stay; only their examples are joined. What cannot be
    joined stays as it stands.
    """
    if isinstance(standing, Mapping) and isinstance(other, Mapping):
        examples = join_values(standing.get(EXAMPLE, ""), other.get(EXAMPLE, ""))
        return {**standing, EXAMPLE: examples}
    if isinstance(standing, list) and isinstance(other, list):
        return list(dict.fromkeys([*standing, *other]))
    if isinstance(standing, str) and isinstance(other, str):
        return "\n\n".join(text for text in (standing, other) if text)
    return standing


def freeze(value: object, *, is_whole: bool = True) -> object:
    """Return an answer as it is stored in JSON; a rating becomes its parts.

    A whole rating without numbers says that the theme does not apply; a draft says nothing yet.
    """
    if not isinstance(value, RatedTheme):
        return value
    parts = asdict(value)
    return {**parts, NOT_APPLICABLE: True} if is_whole and not value.applies else parts


def thaw_rating(stored: object) -> RatedTheme:
    """Return a rating from its stored parts, whole or half.

    Raises ValueError when a part is of another kind: numbers or nothing, and a text.
    """
    parts = cast("Mapping[str, object]", stored) if isinstance(stored, Mapping) else {"": None}
    if not set(parts) <= RATING_PARTS:
        raise ValueError("not the parts of a rating")
    example = parts.get(EXAMPLE, "")
    if not isinstance(example, str):
        raise ValueError("an example that is no text")  # noqa: TRY004 - one error for all parts
    return RatedTheme(_number(parts.get("interest")), _number(parts.get("urgency")), example)


def is_open_rating(stored: object) -> bool:
    """Say whether a stored rating has no numbers and does not say either that it needs none."""
    parts = cast("Mapping[str, object]", stored) if isinstance(stored, Mapping) else {}
    numbers = (parts.get("interest"), parts.get("urgency"))
    return numbers == (None, None) and parts.get(NOT_APPLICABLE) is not True


def _number(part: object) -> int | None:
    if part is None or type(part) is int:
        return part
    raise ValueError("a point that is no number")
