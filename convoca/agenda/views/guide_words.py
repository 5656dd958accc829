"""A guide as it is read by the team: the words beside each question."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convoca.agenda.core.interviews.guide import Guide, Question, QuestionKind, Section
from convoca.agenda.core.interviews.guide.needed import CONSENT, CONSENTED, need_of

KIND_WORDS: Mapping[QuestionKind, Promise] = {
    QuestionKind.YES_NO: gettext_lazy("sí o no"),
    QuestionKind.CHOICE: gettext_lazy("una opción"),
    QuestionKind.TEXT: gettext_lazy("respuesta abierta"),
    QuestionKind.LINE: gettext_lazy("texto corto"),
    QuestionKind.INTEGER: gettext_lazy("un número"),
    QuestionKind.THEMES: gettext_lazy("nota de interés y urgencia a cada tema"),
    QuestionKind.PICK_THEMES: gettext_lazy("elegir temas"),
}


@dataclass(frozen=True)
class QuestionLine:
    """One question of a list; `place` counts from 0 over the whole guide."""

    question: Question
    place: int
    kind: str
    asked_of: str
    is_needed: bool
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class SectionLines:
    """A section and its questions."""

    section: Section
    lines: tuple[QuestionLine, ...]


def guide_lines(guide: Guide) -> list[SectionLines]:
    """List the sections of a guide with what is said beside each question."""
    lines = iter([_line(guide, question) for question in guide.questions])
    return [
        SectionLines(section, tuple(next(lines) for _question in section.questions))
        for section in guide.sections
    ]


def _line(guide: Guide, question: Question) -> QuestionLine:
    place = guide.questions.index(question)
    return QuestionLine(
        question=question,
        place=place,
        kind=str(KIND_WORDS[question.kind]),
        asked_of=condition_words(guide, question),
        is_needed=need_of(question) is not None,
        is_first=place == 0,
        is_last=place == len(guide.questions) - 1,
    )


def condition_words(guide: Guide, question: Question) -> str:
    """Say of whom a question is asked; nothing when of everybody who agreed to the interview."""
    condition = question.only_if
    if condition is None or condition == CONSENTED:
        return ""
    named = guide.find(condition.question)
    if named is None or named.id == CONSENT:
        return ""
    labels = {option.value: option.label for option in named.options}
    facts = {
        "label": named.label,
        "answers": _(" o ").join(f"«{labels.get(one, one)}»" for one in condition.values),
    }
    if condition.is_not:
        return _("Solo si a «%(label)s» no respondió %(answers)s") % facts
    return _("Solo si a «%(label)s» respondió %(answers)s") % facts
