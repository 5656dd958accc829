"""The interview guide (pauta) as plain values, read from its stored form and checked."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

GUIDE_FORMAT = "convoca.guide/1"
ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
THEME_STEP = "theme-"


class QuestionKind(StrEnum):
    """What a question asks for. `THEMES` becomes one step for each theme of the list."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    TEXT = "text"
    THEMES = "themes"
    PICK_THEMES = "pick_themes"


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
    """A question is asked only when an earlier one was answered so."""

    question: str
    value: str


@dataclass(frozen=True)
class Question:
    """One question of the guide. `most` limits how many themes may be picked."""

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


@dataclass(frozen=True)
class Guide:
    """A whole guide: its questions in the order they are asked."""

    title: str
    questions: tuple[Question, ...]


class GuideError(ValueError):
    """A guide that cannot be used; `faults` says where and why."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def parse_guide(content: Mapping[str, object]) -> Guide:
    """Read a guide in the format convoca.guide/1.

    Every id is unique; `only_if` names an earlier question; at most one question asks for the
    themes; a choice has options. Names the format does not know are passed over.

    Raises:
        GuideError: the format is another one, something needed is absent, or a rule is broken.
    """
    if content.get("format") != GUIDE_FORMAT:
        raise GuideError([f"format is not {GUIDE_FORMAT}"])
    try:
        questions = tuple(_read_questions(content))
        title = str(content["title"])
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise GuideError([f"unreadable: {error!r}"]) from error
    faults = list(_faults(questions))
    if faults:
        raise GuideError(faults)
    return Guide(title, questions)


def _read_questions(content: Mapping[str, object]) -> Iterator[Question]:
    for section in cast("list[Mapping[str, object]]", content["sections"]):
        for raw in cast("list[Mapping[str, object]]", section["questions"]):
            yield _read_question(raw, str(section["title"]))


def _read_question(raw: Mapping[str, object], section: str) -> Question:
    kind = QuestionKind(str(raw["type"]))
    return Question(
        id=str(raw["id"]),
        kind=kind,
        section=section,
        label=str(raw["label"]),
        detail=_texts(raw.get("detail")),
        probes=_texts(raw.get("probes")),
        options=tuple(_read_options(raw, kind)),
        is_required=raw.get("required") is True,
        only_if=_read_condition(raw.get("only_if")),
        most=cast("int", raw.get("most", 0)),
        interest=_read_scale(raw.get("interest")),
        urgency=_read_scale(raw.get("urgency")),
        example=str(raw.get("example", "")),
    )


def _texts(raw: object) -> tuple[str, ...]:
    return tuple(str(text) for text in cast("list[object]", raw or []))


def _read_options(raw: Mapping[str, object], kind: QuestionKind) -> Iterator[Option]:
    if kind is QuestionKind.YES_NO:
        yield Option("yes", str(raw.get("yes", "Sí")))
        yield Option("no", str(raw.get("no", "No")))
    for option in cast("list[Mapping[str, object]]", raw.get("options", [])):
        yield Option(str(option["value"]), str(option["label"]))


def _read_condition(raw: object) -> Condition | None:
    if raw is None:
        return None
    fields = cast("Mapping[str, object]", raw)
    return Condition(str(fields["question"]), str(fields["is"]))


def _read_scale(raw: object) -> Scale | None:
    if raw is None:
        return None
    fields = cast("Mapping[str, object]", raw)
    return Scale(str(fields["label"]), str(fields["low"]), str(fields["high"]))


def _faults(questions: tuple[Question, ...]) -> Iterator[str]:
    if not questions:
        yield "no questions"
    if sum(question.kind is QuestionKind.THEMES for question in questions) > 1:
        yield "the themes are asked twice"
    earlier: set[str] = set()
    for question in questions:
        if not ID.fullmatch(question.id) or question.id in earlier:
            yield f"{question.id}: an id is lower case letters, digits and _, and unique"
        if question.only_if and question.only_if.question not in earlier:
            yield f"{question.id}: its condition is not about an earlier question"
        yield from _own_faults(question)
        earlier.add(question.id)


def _own_faults(question: Question) -> Iterator[str]:
    if question.kind is QuestionKind.CHOICE and not question.options:
        yield f"{question.id}: a choice without options"
    if question.kind is QuestionKind.PICK_THEMES and question.most < 1:
        yield f"{question.id}: says not how many themes may be picked"
    if question.kind is QuestionKind.THEMES and not (question.interest and question.urgency):
        yield f"{question.id}: has no scales of interest and urgency"
