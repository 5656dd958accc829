"""The questions that the product cannot do without, and how a guide gets them."""

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from convoca.agenda.core.interviews.guide.values import (
    Condition,
    Guide,
    Question,
    QuestionKind,
    Section,
)

CONSENT = "consent"
YES = "yes"
CONSENTED = Condition(CONSENT, (YES,))


class Need(StrEnum):
    """For what a question is needed."""

    CONSENT = "consent"
    RECORD = "may_record"
    QUOTE = "may_quote"
    GROUP = "whatsapp"
    THEMES = "themes"


CONSENTS = (Need.CONSENT, Need.RECORD, Need.QUOTE)
BY_ID = {need.value: need for need in Need if need is not Need.THEMES}


def need_of(question: Question) -> Need | None:
    """Say for what a question is needed; None when a guide may do without it."""
    if question.kind is QuestionKind.THEMES:
        return Need.THEMES
    return BY_ID.get(question.id)


def find_needed(guide: Guide, need: Need) -> Question | None:
    """Return the question of a guide that answers a need."""
    return next((one for one in guide.questions if need_of(one) is need), None)


def complete_guide(guide: Guide, base: Guide) -> Guide:
    """Return a guide with every needed question, those it lacks taken from `base`.

    Without the consent, the consents come first, in a section of their own; with it, the other
    consents follow it. The themes and the group come at the end. Nothing is asked before the
    consent: a question without a condition is asked of who said yes.
    """
    for need in reversed(CONSENTS):
        if find_needed(guide, need) is None and find_needed(guide, Need.CONSENT) is not None:
            guide = _insert_after_consent(guide, _taken(base, need))
    if find_needed(guide, Need.CONSENT) is None:
        missing = [need for need in CONSENTS if find_needed(guide, need) is None]
        first = _new_section(guide, base, missing)
        guide = replace(guide, sections=(first, *guide.sections))
    for need in (Need.THEMES, Need.GROUP):
        if find_needed(guide, need) is None:
            last = _new_section(guide, base, [need])
            guide = replace(guide, sections=(*guide.sections, last))
    return _ask_after_consent(guide)


def fresh_id(wanted: str, taken: set[str]) -> str:
    """Return an id that is not taken: the wanted one, or with the first free number from 2."""
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted[:36]}_{number}" in taken:
        number += 1
    return f"{wanted[:36]}_{number}"


def taken_ids(guide: Guide) -> set[str]:
    """Return the ids of all sections and questions."""
    return {one.id for one in guide.sections} | {one.id for one in guide.questions}


def _taken(base: Guide, need: Need) -> Question:
    question = find_needed(base, need)
    if question is None:
        raise ValueError(need)
    return question


def _insert_after_consent(guide: Guide, question: Question) -> Guide:
    return replace(
        guide,
        sections=tuple(
            replace(section, questions=tuple(_with_follower(section, question)))
            for section in guide.sections
        ),
    )


def _with_follower(section: Section, question: Question) -> Iterator[Question]:
    for one in section.questions:
        yield one
        if one.id == CONSENT:
            yield replace(question, section=section.title)


def _new_section(guide: Guide, base: Guide, needs: list[Need]) -> Section:
    """Make a section, named as in the base, of the questions that are needed."""
    questions = [_taken(base, need) for need in needs]
    taken = taken_ids(guide)
    home = next(one for one in base.sections if questions[0] in one.questions)
    titles = {section.title for section in guide.sections}
    title = home.title if home.title not in titles else f"{home.title} (2)"
    named = (replace(one, id=fresh_id(one.id, taken), section=title) for one in questions)
    return Section(fresh_id(home.id, taken), title, tuple(named))


def _ask_after_consent(guide: Guide) -> Guide:
    def gated(question: Question) -> Question:
        if question.id == CONSENT or question.only_if:
            return question
        return replace(question, only_if=CONSENTED)

    sections = (
        replace(section, questions=tuple(map(gated, section.questions)))
        for section in guide.sections
    )
    return replace(guide, sections=tuple(sections))
