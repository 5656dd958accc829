"""Changes to a guide, one at a time; each gives a new guide or says why it cannot be made."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from enum import StrEnum

from convoca.agenda.core.interviews.guide.needed import CONSENT, CONSENTED, need_of
from convoca.agenda.core.interviews.guide.values import Guide, Question, QuestionKind, Section

CONDITION_KINDS = {QuestionKind.YES_NO, QuestionKind.CHOICE}


class EditFault(StrEnum):
    """Why a change cannot be made."""

    NEEDED = "needed"
    ASKED_ABOUT = "asked_about"
    ORDER = "order"
    NOT_EMPTY = "not_empty"
    SAME_TITLE = "same_title"
    THEMES_TWICE = "themes_twice"
    ABSENT = "absent"
    THERE = "there"


class GuideEditError(ValueError):
    """A change that cannot be made; `about` is the question or the section that stands in its way.

    `about` is empty when what was to be changed is not there any more.
    """

    def __init__(self, fault: EditFault, about: str = "") -> None:
        super().__init__(f"{fault}: {about}")
        self.fault = fault
        self.about = about


def add_section(guide: Guide, section: Section) -> Guide:
    """Add an empty section at the end. Raises SAME_TITLE, or THERE when its id is taken."""
    if guide.find_section(section.id) is not None:
        raise GuideEditError(EditFault.THERE, section.title)
    _refuse_same_title(guide, section)
    return replace(guide, sections=(*guide.sections, section))


def rename_section(guide: Guide, section_id: str, title: str) -> Guide:
    """Give a section another title, which its questions repeat."""
    section = _section(guide, section_id)
    questions = tuple(replace(one, section=title) for one in section.questions)
    renamed = replace(section, title=title, questions=questions)
    _refuse_same_title(guide, renamed)
    return _replace_section(guide, renamed)


def move_section(guide: Guide, section_id: str, *, up: bool) -> Guide:
    """Move a section one place; at either end it stays. Raises ORDER as `move_question`."""
    section = _section(guide, section_id)
    sections = list(guide.sections)
    here = sections.index(section)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(sections):
        return guide
    sections[here], sections[there] = sections[there], sections[here]
    return _checked(replace(guide, sections=tuple(sections)))


def remove_section(guide: Guide, section_id: str) -> Guide:
    """Remove a section without questions. Raises NOT_EMPTY."""
    section = _section(guide, section_id)
    if section.questions:
        raise GuideEditError(EditFault.NOT_EMPTY, section.title)
    return replace(guide, sections=tuple(one for one in guide.sections if one != section))


def add_question(guide: Guide, section_id: str, question: Question) -> Guide:
    """Add a question at the end of a section.

    Raises THERE when its id is taken, THEMES_TWICE, or ORDER.
    """
    section = _section(guide, section_id)
    if guide.find(question.id) is not None:
        raise GuideEditError(EditFault.THERE, question.label)
    themes = question.kind is QuestionKind.THEMES
    if themes and any(one.kind is QuestionKind.THEMES for one in guide.questions):
        raise GuideEditError(EditFault.THEMES_TWICE, question.label)
    added = replace(question, section=section.title)
    return _checked(_replace_section(guide, _with(section, (*section.questions, added))))


def change_question(guide: Guide, question: Question) -> Guide:
    """Put a question in the place of the one with its id.

    A needed question keeps its kind, its options' values, and whom it is asked. Raises NEEDED,
    ASKED_ABOUT when another question asks for an option that would be gone, ORDER.
    """
    before = _question(guide, question.id)
    if need_of(before) and _nature(before) != _nature(question):
        raise GuideEditError(EditFault.NEEDED, before.label)
    gone = {one.value for one in before.options} - {one.value for one in question.options}
    for other in _asking_about(guide, question.id):
        if other.only_if and gone & set(other.only_if.values):
            raise GuideEditError(EditFault.ASKED_ABOUT, other.label)
    section = _home(guide, question.id)
    changed = replace(question, section=section.title)
    questions = (changed if one.id == question.id else one for one in section.questions)
    return _checked(_replace_section(guide, _with(section, questions)))


def move_question(guide: Guide, question_id: str, *, up: bool) -> Guide:
    """Move a question one place: from the end of its section to the next section.

    At either end of the guide it stays. Raises ORDER when it would be asked before the question
    that its condition names, or that question after it.
    """
    home = _home(guide, question_id)
    question = _question(guide, question_id)
    questions = list(home.questions)
    here = questions.index(question)
    there = here - 1 if up else here + 1
    if 0 <= there < len(questions):
        questions[here], questions[there] = questions[there], questions[here]
        return _checked(_replace_section(guide, _with(home, questions)))
    place = guide.sections.index(home) + (-1 if up else 1)
    if not 0 <= place < len(guide.sections):
        return guide
    target = guide.sections[place]
    moved = replace(question, section=target.title)
    joined = (*target.questions, moved) if up else (moved, *target.questions)
    questions.remove(question)
    return _checked(
        _replace_section(_replace_section(guide, _with(home, questions)), _with(target, joined))
    )


def remove_question(guide: Guide, question_id: str) -> Guide:
    """Remove a question. Raises NEEDED, or ASKED_ABOUT when the condition of another names it."""
    question = _question(guide, question_id)
    if need_of(question):
        raise GuideEditError(EditFault.NEEDED, question.label)
    other = next(_asking_about(guide, question_id), None)
    if other is not None:
        raise GuideEditError(EditFault.ASKED_ABOUT, other.label)
    section = _home(guide, question_id)
    rest = (one for one in section.questions if one.id != question_id)
    return _replace_section(guide, _with(section, rest))


def without_empty_sections(guide: Guide) -> Guide:
    """Leave out the sections that ask nothing."""
    return replace(guide, sections=tuple(one for one in guide.sections if one.questions))


def conditions_before(guide: Guide, question_id: str) -> list[Question]:
    """List the questions that the condition of this one may name: earlier, with options.

    The consent is not among them: every question waits for it. Of a question that is not in the
    guide yet, all may be named.
    """
    earlier: list[Question] = []
    for question in guide.questions:
        if question.id == question_id:
            break
        if question.kind in CONDITION_KINDS and question.id != CONSENT and not question.is_spoken:
            earlier.append(question)
    return earlier


def _nature(question: Question) -> tuple[object, ...]:
    values = tuple(option.value for option in question.options)
    condition = question.only_if or CONSENTED
    return question.kind, values, question.is_required, question.is_spoken, condition


def _asking_about(guide: Guide, question_id: str) -> Iterator[Question]:
    return (one for one in guide.questions if one.only_if and one.only_if.question == question_id)


def _section(guide: Guide, section_id: str) -> Section:
    section = guide.find_section(section_id)
    if section is None:
        raise GuideEditError(EditFault.ABSENT)
    return section


def _question(guide: Guide, question_id: str) -> Question:
    question = guide.find(question_id)
    if question is None:
        raise GuideEditError(EditFault.ABSENT)
    return question


def _home(guide: Guide, question_id: str) -> Section:
    question = _question(guide, question_id)
    return next(section for section in guide.sections if question in section.questions)


def _with(section: Section, questions: Iterable[Question]) -> Section:
    return replace(section, questions=tuple(questions))


def _replace_section(guide: Guide, section: Section) -> Guide:
    sections = (section if one.id == section.id else one for one in guide.sections)
    return replace(guide, sections=tuple(sections))


def _refuse_same_title(guide: Guide, section: Section) -> None:
    if any(one.title == section.title and one.id != section.id for one in guide.sections):
        raise GuideEditError(EditFault.SAME_TITLE, section.title)


def _checked(guide: Guide) -> Guide:
    """Return the guide when each condition names a question asked before."""
    labels: dict[str, str] = {}
    for question in guide.questions:
        condition = question.only_if
        if condition and condition.question not in labels:
            raise GuideEditError(EditFault.ORDER, question.label)
        labels[question.id] = question.label
    return guide


Edit = Callable[[Guide], Guide]
