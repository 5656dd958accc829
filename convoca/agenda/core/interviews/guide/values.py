"""What a guide is made of."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

GUIDE_FORMAT = "convoca.guide/1"
ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
THEME_STEP = "theme-"


class QuestionKind(StrEnum):
    """What a question asks for. `THEMES` becomes one step for each theme of the list.

    The words of `TEXT` become statements; a `LINE` is a short fact (a name, a place).
    """

    YES_NO = "yes_no"
    CHOICE = "choice"
    TEXT = "text"
    LINE = "line"
    INTEGER = "integer"
    THEMES = "themes"
    PICK_THEMES = "pick_themes"


class Known(StrEnum):
    """What is known of a seat or its person before asking, to fill in a question."""

    COMUNA = "comuna"
    DIRECTORATE = "directorate"
    YEARS = "years_in_office"
    BEFORE = "answer_before"


@dataclass(frozen=True)
class Option:
    """One answer to choose: what is kept, and what is read."""

    value: str
    label: str


@dataclass(frozen=True)
class Scale:
    """A question answered from 1 to 5, with its ends in words."""

    label: str
    low: str
    high: str


@dataclass(frozen=True)
class Condition:
    """A question is asked only when an earlier one was answered with one of these values.

    With `is_not`: only when it was answered with any other value.
    """

    question: str
    values: tuple[str, ...]
    is_not: bool = False

    def holds(self, answer: object) -> bool:
        """Say whether an answer lets the question be asked; no answer never does."""
        if not isinstance(answer, str) or not answer:
            return False
        return (answer in self.values) != self.is_not


@dataclass(frozen=True)
class Question:
    """One question of the guide.

    `most` limits how many themes may be picked; `lowest` and `highest` are the limits of a whole
    number, both allowed; `is_spoken`: only an interviewer asks it, nobody reads it alone.
    """

    id: str
    kind: QuestionKind
    section: str
    label: str
    detail: tuple[str, ...] = ()
    probes: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    is_required: bool = False
    only_if: Condition | None = None
    most: int = 0
    interest: Scale | None = None
    urgency: Scale | None = None
    example: str = ""
    lowest: int | None = None
    highest: int | None = None
    prefill: Known | None = None
    is_spoken: bool = False


@dataclass(frozen=True)
class Section:
    """A part of the guide under one title, which its questions repeat."""

    id: str
    title: str
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Guide:
    """A whole guide: its sections and questions in the order they are asked."""

    title: str
    sections: tuple[Section, ...]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    def find(self, question_id: str) -> Question | None:
        """Return a question by its id; None when there is none."""
        return next((one for one in self.questions if one.id == question_id), None)

    def find_section(self, section_id: str) -> Section | None:
        """Return a section by its id; None when there is none."""
        return next((one for one in self.sections if one.id == section_id), None)


class GuideError(ValueError):
    """A guide that cannot be used; `faults` says where and why."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults
