"""A guide read from its stored form, and checked."""

from collections.abc import Iterator, Mapping
from typing import cast

from convoca.agenda.core.interviews.guide.values import (
    GUIDE_FORMAT,
    ID,
    Condition,
    Guide,
    GuideError,
    Known,
    Option,
    Question,
    QuestionKind,
    Scale,
    Section,
)

Raw = Mapping[str, object]


def parse_guide(content: Raw) -> Guide:
    """Read a guide in the format convoca.guide/1.

    Every id is unique; `only_if` names an earlier question; at most one question asks for the
    themes; a choice has options. Names the format does not know are passed over.

    Raises:
        GuideError: the format is another one, something needed is absent, or a rule is broken.
    """
    if content.get("format") != GUIDE_FORMAT:
        raise GuideError([f"format is not {GUIDE_FORMAT}"])
    try:
        guide = Guide(str(content["title"]), tuple(_read_sections(content)))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise GuideError([f"unreadable: {error!r}"]) from error
    faults = list(find_faults(guide))
    if faults:
        raise GuideError(faults)
    return guide


def _read_sections(content: Raw) -> Iterator[Section]:
    for number, raw in enumerate(cast("list[Raw]", content["sections"]), 1):
        title = str(raw["title"])
        questions = [_read_question(one, title) for one in cast("list[Raw]", raw["questions"])]
        yield Section(str(raw.get("id", f"section_{number}")), title, tuple(questions))


def _read_question(raw: Raw, section: str) -> Question:
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
        most=_whole(raw.get("most")) or 0,
        interest=_read_scale(raw.get("interest")),
        urgency=_read_scale(raw.get("urgency")),
        example=str(raw.get("example", "")),
        lowest=_whole(raw.get("lowest")),
        highest=_whole(raw.get("highest")),
        prefill=Known(str(raw["prefill"])) if raw.get("prefill") else None,
        is_spoken=raw.get("spoken") is True,
    )


def _texts(raw: object) -> tuple[str, ...]:
    return tuple(str(text) for text in cast("list[object]", raw or []))


def _whole(raw: object) -> int | None:
    if raw is None:
        return None
    if type(raw) is not int:
        raise TypeError(raw)
    return raw


def _read_options(raw: Raw, kind: QuestionKind) -> Iterator[Option]:
    if kind is QuestionKind.YES_NO:
        yield Option("yes", str(raw.get("yes", "Sí")))
        yield Option("no", str(raw.get("no", "No")))
        return
    for option in cast("list[Raw]", raw.get("options", [])):
        yield Option(str(option["value"]), str(option["label"]))


def _read_condition(raw: object) -> Condition | None:
    """Read {"question", "is" or "is_not"}: one value, or a list of which any will do."""
    if raw is None:
        return None
    fields = cast("Raw", raw)
    is_not = "is" not in fields
    said = fields["is_not"] if is_not else fields["is"]
    values = _texts(said) if isinstance(said, list) else (str(said),)
    return Condition(str(fields["question"]), values, is_not)


def _read_scale(raw: object) -> Scale | None:
    if raw is None:
        return None
    fields = cast("Raw", raw)
    return Scale(str(fields["label"]), str(fields["low"]), str(fields["high"]))


def find_faults(guide: Guide) -> Iterator[str]:
    """Say every rule of the format that a guide breaks; none when it can be used."""
    if not guide.questions:
        yield "no questions"
    if sum(question.kind is QuestionKind.THEMES for question in guide.questions) > 1:
        yield "the themes are asked twice"
    section_ids = [section.id for section in guide.sections]
    if len(set(section_ids)) < len(section_ids):
        yield "two sections have the same id"
    for one in section_ids:
        if not ID.fullmatch(one):
            yield f"section {one}: an id is lower case letters, digits and _"
    earlier: set[str] = set()
    for question in guide.questions:
        if not ID.fullmatch(question.id) or question.id in earlier:
            yield f"{question.id}: an id is lower case letters, digits and _, and unique"
        if question.only_if and question.only_if.question not in earlier:
            yield f"{question.id}: its condition is not about an earlier question"
        yield from _own_faults(question)
        earlier.add(question.id)


def _own_faults(question: Question) -> Iterator[str]:
    values = [option.value for option in question.options]
    if question.kind is QuestionKind.CHOICE and not values:
        yield f"{question.id}: a choice without options"
    if len(set(values)) < len(values):
        yield f"{question.id}: two options have the same value"
    if question.kind is QuestionKind.PICK_THEMES and question.most < 1:
        yield f"{question.id}: says not how many themes may be picked"
    if question.kind is QuestionKind.THEMES and not (question.interest and question.urgency):
        yield f"{question.id}: has no scales of interest and urgency"
    if (
        question.lowest is not None
        and question.highest is not None
        and question.lowest > question.highest
    ):
        yield f"{question.id}: its lowest number is above its highest"
