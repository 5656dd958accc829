"""From a guide to an XLSForm."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from convoca.agenda.core.interviews.guide import (
    GUIDE_FORMAT,
    Guide,
    Question,
    QuestionKind,
    Scale,
)
from convoca.agenda.core.interviews.values import HIGHEST, LOWEST
from convoca.agenda.core.interviews.walk import ListedTheme
from convoca.agenda.core.interviews.xlsform.expressions import (
    write_condition,
    write_limits,
    write_most,
)
from convoca.agenda.core.interviews.xlsform.values import (
    BEGIN,
    END,
    NO_THEME,
    SCALE_LIST,
    THEME_LIST,
    TYPES,
    FormSheet,
    XlsForm,
)

HEADINGS = (
    "type", "name", "label", "hint", "required", "relevant", "constraint", "appearance",
    "convoca_kind", "convoca_probes", "convoca_prefill", "convoca_spoken", "convoca_required",
    "convoca_interest", "convoca_urgency", "convoca_example",
)  # fmt: skip
YES = "yes"
Row = Mapping[str, str]


@dataclass(frozen=True)
class FormWords:
    """The words that a form needs beside those of the guide."""

    language: str
    not_applicable: str


def write_xlsform(guide: Guide, themes: Sequence[ListedTheme], words: FormWords) -> XlsForm:
    """Write a guide so that Kobo and ODK can ask it and `read_xlsform` gives the same guide back.

    Each section is a group; the question about the themes is a group with two scales and a text
    for each theme, which reading passes over.

    Args:
        themes: the shown list, at least one.
    """
    survey = [
        row
        for section in guide.sections
        for row in (
            {"type": BEGIN, "name": section.id, "label": section.title},
            *(row for question in section.questions for row in _rows(question, themes)),
            {"type": END},
        )
    ]
    settings = {
        "form_title": guide.title,
        "form_id": "pauta",
        "default_language": words.language,
        "convoca_format": GUIDE_FORMAT,
    }
    return XlsForm(
        survey=_sheet(HEADINGS, survey),
        choices=_sheet(("list_name", "name", "label"), list(_choices(guide, themes, words))),
        settings=_sheet(tuple(settings), [settings]),
    )


def _sheet(headings: tuple[str, ...], rows: Sequence[Row]) -> FormSheet:
    return FormSheet(
        headings, tuple(tuple(row.get(heading, "") for heading in headings) for row in rows)
    )


def _rows(question: Question, themes: Sequence[ListedTheme]) -> Iterator[Row]:
    yield _row(question)
    if question.kind is QuestionKind.THEMES:
        for theme in themes:
            yield from _theme_rows(question, theme)
        yield {"type": END}


def _row(question: Question) -> Row:
    is_group = question.kind is QuestionKind.THEMES
    return {
        "type": _type(question),
        "name": question.id,
        "label": question.label,
        "hint": "\n".join(question.detail),
        "required": YES if question.is_required and not is_group else "",
        "relevant": write_condition(question.only_if),
        "constraint": _constraint(question),
        "appearance": "multiline" if question.kind is QuestionKind.TEXT else "",
        "convoca_kind": question.kind.value,
        "convoca_probes": "\n".join(question.probes),
        "convoca_prefill": question.prefill.value if question.prefill else "",
        "convoca_spoken": YES if question.is_spoken else "",
        "convoca_required": YES if question.is_required and is_group else "",
        "convoca_interest": _scale(question.interest),
        "convoca_urgency": _scale(question.urgency),
        "convoca_example": question.example,
    }


def _type(question: Question) -> str:
    kind = TYPES[question.kind]
    if question.kind in {QuestionKind.YES_NO, QuestionKind.CHOICE}:
        return f"{kind} {question.id}"
    return f"{kind} {THEME_LIST}" if question.kind is QuestionKind.PICK_THEMES else kind


def _constraint(question: Question) -> str:
    if question.kind is QuestionKind.PICK_THEMES:
        return write_most(question.most)
    return write_limits(question.lowest, question.highest)


def _scale(scale: Scale | None) -> str:
    return "\n".join((scale.label, scale.low, scale.high)) if scale else ""


def _theme_rows(question: Question, theme: ListedTheme) -> Iterator[Row]:
    name = f"{question.id}_t{theme.id}"
    yield {"type": "note", "name": name, "label": theme.title, "hint": theme.description}
    scales = {"interest": question.interest, "urgency": question.urgency}
    for part, scale in ((part, scale) for part, scale in scales.items() if scale):
        yield {
            "type": f"select_one {SCALE_LIST}",
            "name": f"{name}_{part}",
            "label": scale.label,
            "hint": f"{scale.low}\n{scale.high}",
            "required": YES if question.is_required else "",
        }
    if question.example:
        yield {"type": "text", "name": f"{name}_example", "label": question.example}


def _choices(guide: Guide, themes: Sequence[ListedTheme], words: FormWords) -> Iterator[Row]:
    for question in guide.questions:
        for option in question.options:
            yield {"list_name": question.id, "name": option.value, "label": option.label}
    for theme in themes:
        yield {"list_name": THEME_LIST, "name": f"t{theme.id}", "label": theme.title}
    for point in range(LOWEST, HIGHEST + 1):
        yield {"list_name": SCALE_LIST, "name": str(point), "label": str(point)}
    yield {"list_name": SCALE_LIST, "name": NO_THEME, "label": words.not_applicable}
