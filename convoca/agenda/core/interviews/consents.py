"""Which questions of a guide ask for consent, for what, and with which words."""

from collections.abc import Mapping
from dataclasses import dataclass

from convoca.agenda.core.interviews.guide import Guide, Question

INTERVIEW, QUOTE, RECORD = "interview", "quote", "record"
PURPOSE_OF_QUESTION: Mapping[str, str] = {
    "consent": INTERVIEW,
    "may_quote": QUOTE,
    "may_record": RECORD,
}
"""The purpose of each question that asks for consent, by its id, in the order they are shown."""


@dataclass(frozen=True)
class AskedWords:
    """The words of a question of consent, and which version of them: guide and question.

    `is_required` says that nobody may leave the question without an answer.
    """

    question_id: str
    purpose: str
    text: str
    version: str
    is_required: bool


def words_asked(question: Question, *, guide_version: int) -> AskedWords | None:
    """Return what a question of consent says: its label, then a line for each paragraph.

    The version is "GUIDE/QUESTION", "3/may_quote". None where the question asks for no consent.
    """
    purpose = PURPOSE_OF_QUESTION.get(question.id)
    if purpose is None:
        return None
    text = "\n".join((question.label, *question.detail))
    version = f"{guide_version}/{question.id}"
    return AskedWords(question.id, purpose, text, version, question.is_required)


def consents_asked(guide: Guide, *, guide_version: int) -> tuple[AskedWords, ...]:
    """Return every consent that a guide asks for: the interview first, then quotes, then audio."""
    by_id = {question.id: question for question in guide.questions}
    asked = (
        words_asked(by_id[question_id], guide_version=guide_version)
        for question_id in PURPOSE_OF_QUESTION
        if question_id in by_id
    )
    return tuple(words for words in asked if words is not None)
