"""What may be answered to each kind of question."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from convoca.agenda.core.interviews.guide import Question, QuestionKind

LONGEST_TEXT = 5000
LONGEST_LINE = 200
LOWEST, HIGHEST = 1, 5


class Fault(StrEnum):
    """Why a value is no answer to a question."""

    MISSING = "missing"
    UNKNOWN = "unknown"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    HALF = "half"
    OUT_OF_RANGE = "out_of_range"


class ValueFaultError(ValueError):
    """A value that is no answer; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True)
class RatedTheme:
    """How a theme is seen, both from 1 to 5; both None: it does not apply, which is not 1."""

    interest: int | None = None
    urgency: int | None = None
    example: str = ""

    @property
    def applies(self) -> bool:
        return self.interest is not None


def check_text(question: Question, value: object, _themes: Collection[int] = ()) -> str:
    """Return a text without blanks around it, at most 5000 code points."""
    if not isinstance(value, str):
        raise ValueFaultError(Fault.UNKNOWN)
    return _check_length(question, value.replace("\r\n", "\n").strip(), LONGEST_TEXT)


def check_line(question: Question, value: object, _themes: Collection[int] = ()) -> str:
    """Return a short text in one line, at most 200 code points."""
    if not isinstance(value, str):
        raise ValueFaultError(Fault.UNKNOWN)
    return _check_length(question, " ".join(value.split()), LONGEST_LINE)


def _check_length(question: Question, text: str, longest: int) -> str:
    if len(text) > longest:
        raise ValueFaultError(Fault.TOO_LONG)
    if question.is_required and not text:
        raise ValueFaultError(Fault.MISSING)
    return text


def check_option(question: Question, value: object, _themes: Collection[int] = ()) -> str:
    """Return one of the options, or nothing where the question may be passed."""
    if value in ("", None):
        if question.is_required:
            raise ValueFaultError(Fault.MISSING)
        return ""
    if not isinstance(value, str) or value not in {one.value for one in question.options}:
        raise ValueFaultError(Fault.UNKNOWN)
    return value


def check_integer(question: Question, value: object, _themes: Collection[int] = ()) -> int | str:
    """Return a whole number within the limits, or nothing where the question may be passed."""
    if value in ("", None):
        if question.is_required:
            raise ValueFaultError(Fault.MISSING)
        return ""
    if type(value) is not int:
        raise ValueFaultError(Fault.UNKNOWN)
    is_low = question.lowest is not None and value < question.lowest
    is_high = question.highest is not None and value > question.highest
    if is_low or is_high:
        raise ValueFaultError(Fault.OUT_OF_RANGE)
    return value


def check_picks(question: Question, value: object, themes: Collection[int]) -> list[int]:
    """Return the picked themes, each once, in the order given."""
    if not isinstance(value, list) or any(type(pick) is not int for pick in value):
        raise ValueFaultError(Fault.UNKNOWN)
    picks = list(dict.fromkeys(value))
    if not set(picks) <= set(themes):
        raise ValueFaultError(Fault.UNKNOWN)
    if len(picks) > question.most:
        raise ValueFaultError(Fault.TOO_MANY)
    if question.is_required and not picks:
        raise ValueFaultError(Fault.MISSING)
    return picks


def check_rating(question: Question, value: object, _themes: Collection[int] = ()) -> RatedTheme:
    """Return a rating that is whole: both numbers from 1 to 5, or neither."""
    if not isinstance(value, RatedTheme):
        raise ValueFaultError(Fault.UNKNOWN)
    if (value.interest is None) != (value.urgency is None):
        raise ValueFaultError(Fault.HALF)
    for number in (value.interest, value.urgency):
        if number is not None and not LOWEST <= number <= HIGHEST:
            raise ValueFaultError(Fault.UNKNOWN)
    example = value.example.replace("\r\n", "\n").strip()
    if len(example) > LONGEST_TEXT:
        raise ValueFaultError(Fault.TOO_LONG)
    return RatedTheme(value.interest, value.urgency, example)


Clean = str | int | list[int] | RatedTheme
Check = Callable[[Question, object, Collection[int]], Clean]
CHECKS: Mapping[QuestionKind, Check] = {
    QuestionKind.YES_NO: check_option,
    QuestionKind.CHOICE: check_option,
    QuestionKind.TEXT: check_text,
    QuestionKind.LINE: check_line,
    QuestionKind.INTEGER: check_integer,
    QuestionKind.PICK_THEMES: check_picks,
    QuestionKind.THEMES: check_rating,
}


def check_value(question: Question, value: object, *, themes: Collection[int] = ()) -> Clean:
    """Return a value as it is kept: text trimmed, picks once, a rating whole.

    Args:
        themes: the themes that may be picked.

    Raises:
        ValueFaultError: missing, unknown, too long, too many, out of range, or half a rating.
    """
    return CHECKS[question.kind](question, value, themes)
