"""One line of the survey as a question."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from convoca.agenda.core.interviews.guide import (
    Known,
    Option,
    Question,
    QuestionKind,
    Scale,
)
from convoca.agenda.core.interviews.xlsform.expressions import Limits, read_limits, read_most
from convoca.agenda.core.interviews.xlsform.faults import FaultKind
from convoca.agenda.core.interviews.xlsform.tables import (
    LONGEST_LINE,
    Choice,
    Line,
    find_text_fault,
)
from convoca.agenda.core.interviews.xlsform.values import TYPES

MOST_OPTIONS, LONGEST_VALUE = 40, 40
SCALE_PARTS = 3
UNUSED = {
    "start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit", "calculate",
    "hidden", "simserial", "subscriberid", "start-geopoint",
}  # fmt: skip
"""What others fill in by themselves; a guide has no use for it."""


class LineFaultError(ValueError):
    """A line that is no question, and the word it is about."""

    def __init__(self, kind: FaultKind, word: str = "") -> None:
        super().__init__(f"{kind}: {word}")
        self.kind = kind
        self.word = word


T = TypeVar("T")
Tell = Callable[[FaultKind, str], None]
Lists = Mapping[str, list[Choice]]


def read_question(
    line: Line, question_id: str, section: str, *, lists: Lists, tell: Tell
) -> Question:
    """Read a line as a question without its condition.

    Args:
        lists: the choices by the names of their lists.
        tell: takes what is left out of it.

    Raises:
        LineFaultError: it cannot be asked.
    """
    kind = _kind(line)
    label = line.text("label")
    if fault := find_text_fault(label):
        raise LineFaultError(fault, question_id)
    known = line.get("convoca_prefill")
    question = Question(
        id=question_id,
        kind=kind,
        section=section,
        label=label,
        detail=_checked_lines(line, "hint", question_id),
        probes=_checked_lines(line, "convoca_probes", question_id),
        is_required=line.is_true("required") or line.is_true("convoca_required"),
        prefill=Known(known) if known in set(Known) else None,
        is_spoken=line.is_true("convoca_spoken"),
    )
    return _with_own(question, line, lists, tell)


def line_type(line: Line) -> tuple[str, str]:
    """Return the type of a line and its list: "select_one veces" gives both, others no list."""
    words = line.get("type").split()
    if not words:
        return "", ""
    first, rest = words[0].lower(), words[1:]
    if first in {"begin", "end"} and rest:
        return f"{first}_{rest[0].lower()}", ""
    if first in {"select", "select1"} and rest and rest[0].lower() in {"one", "1"}:
        rest = rest[1:]
        first = "select_one"
    return ("select_one" if first == "select1" else first), " ".join(rest)


def _kind(line: Line) -> QuestionKind:
    """Return the kind that the form names, where it fits the type; else the one of the type."""
    said_type, _list = line_type(line)
    named = line.get("convoca_kind")
    if named in set(QuestionKind) and TYPES[QuestionKind(named)] == said_type:
        return QuestionKind(named)
    kinds = {
        "select_one": QuestionKind.CHOICE,
        "text": QuestionKind.TEXT,
        "integer": QuestionKind.INTEGER,
        "int": QuestionKind.INTEGER,
    }
    if said_type not in kinds:
        raise LineFaultError(FaultKind.UNKNOWN_TYPE, said_type[:40])
    return kinds[said_type]


def _checked_lines(line: Line, name: str, question_id: str) -> tuple[str, ...]:
    lines = line.lines(name)
    if any("${" in one for one in lines):
        raise LineFaultError(FaultKind.REFERENCE, question_id)
    if any(len(one) > LONGEST_LINE for one in lines):
        raise LineFaultError(FaultKind.TOO_LONG, question_id)
    return lines


def _with_own(question: Question, line: Line, lists: Lists, tell: Tell) -> Question:
    """Add what only its kind has."""
    kind = question.kind
    if kind in {QuestionKind.YES_NO, QuestionKind.CHOICE}:
        return _with_options(question, line, lists, tell)
    if kind is QuestionKind.THEMES:
        return _with_scales(question, line)
    if kind is QuestionKind.PICK_THEMES:
        return replace(question, most=_or_told(read_most, line, 3, tell))
    if kind is QuestionKind.INTEGER:
        none: Limits = (None, None)
        lowest, highest = _or_told(read_limits, line, none, tell)
        if lowest is not None and highest is not None and lowest > highest:
            tell(FaultKind.CONSTRAINT, question.id)
            lowest, highest = None, None
        return replace(question, lowest=lowest, highest=highest)
    if line.get("constraint"):
        tell(FaultKind.CONSTRAINT, question.id)
    return question


def _or_told(read: Callable[[str], T], line: Line, otherwise: T, tell: Tell) -> T:
    """Read the constraint of a line, or tell that it is left out."""
    try:
        return read(line.get("constraint"))
    except ValueError:
        tell(FaultKind.CONSTRAINT, line.get("name"))
        return otherwise


def _with_options(question: Question, line: Line, lists: Lists, tell: Tell) -> Question:
    _type, name = line_type(line)
    if name.endswith(" or_other"):
        name = name.removesuffix(" or_other")
        tell(FaultKind.OTHER_OPTION, question.id)
    choices = lists.get(name, [])
    if not choices:
        raise LineFaultError(FaultKind.NO_LIST, name or question.id)
    if len(choices) > MOST_OPTIONS:
        raise LineFaultError(FaultKind.LIST_SIZE, name)
    if odd := next(_unfit_values(choices), None):
        raise LineFaultError(FaultKind.BAD_NAME, odd)
    options = tuple(Option(one.name, one.label) for one in choices)
    values = {one.value for one in options}
    if values != {"yes", "no"}:
        kind = QuestionKind.CHOICE
    elif line.get("convoca_kind") == QuestionKind.CHOICE:
        kind = question.kind
    else:
        kind = QuestionKind.YES_NO
        options = tuple(sorted(options, key=lambda one: one.value, reverse=True))
    return replace(question, kind=kind, options=options)


def _unfit_values(choices: list[Choice]) -> Iterator[str]:
    """Give the names of choices that a condition could not name."""
    for one in choices:
        if len(one.name) > LONGEST_VALUE or set(one.name) & set("'\"{}: "):
            yield one.name[:LONGEST_VALUE]


def _with_scales(question: Question, line: Line) -> Question:
    interest, urgency = line.lines("convoca_interest"), line.lines("convoca_urgency")
    if len(interest) != SCALE_PARTS or len(urgency) != SCALE_PARTS:
        raise LineFaultError(FaultKind.THEMES, question.id)
    return replace(
        question,
        interest=Scale(*interest),
        urgency=Scale(*urgency),
        example=line.text("convoca_example"),
    )
