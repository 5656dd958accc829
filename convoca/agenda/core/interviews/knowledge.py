"""What is known before asking, fitted to the question that it fills in."""

from collections.abc import Mapping

from convoca.agenda.core.interviews.guide import Known, Option, Question, QuestionKind
from convoca.agenda.core.interviews.values import ValueFaultError, check_value

Fact = str | int
FILLED_KINDS = {
    QuestionKind.YES_NO,
    QuestionKind.CHOICE,
    QuestionKind.LINE,
    QuestionKind.INTEGER,
}


def fill_in(question: Question, facts: Mapping[Known, Fact]) -> Fact | None:
    """Return the answer that is likely, as it would be kept; None when nothing is known.

    A whole number fills a choice by the lower ends of its options: the last option whose value
    begins with a number not above it ("0-1", "1-4", "8+": 4 gives "4-8"). What the question
    would not take as an answer is not proposed.
    """
    if question.prefill is None or question.kind not in FILLED_KINDS:
        return None
    fact = facts.get(question.prefill)
    if question.kind is QuestionKind.CHOICE and isinstance(fact, int):
        fact = _fit(fact, question.options)
    if fact is None or fact == "":
        return None
    try:
        kept = check_value(question, fact)
    except ValueFaultError:
        return None
    return kept if isinstance(kept, str | int) else None


def _fit(number: int, options: tuple[Option, ...]) -> str | None:
    lows = {low: one.value for one in options if (low := _leading_number(one.value)) is not None}
    reached = [low for low in lows if low <= number]
    return lows[max(reached)] if reached else None


def _leading_number(value: str) -> int | None:
    digits = value.split("-", maxsplit=1)[0].rstrip("+")
    return int(digits) if digits.isdecimal() else None
