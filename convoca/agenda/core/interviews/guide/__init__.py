"""The interview guide (pauta) as plain values: read, checked, changed, written."""

from convoca.agenda.core.interviews.guide.reading import parse_guide
from convoca.agenda.core.interviews.guide.values import (
    GUIDE_FORMAT,
    ID,
    THEME_STEP,
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
from convoca.agenda.core.interviews.guide.writing import fingerprint, write_guide, write_question

__all__ = [
    "GUIDE_FORMAT",
    "ID",
    "THEME_STEP",
    "Condition",
    "Guide",
    "GuideError",
    "Known",
    "Option",
    "Question",
    "QuestionKind",
    "Scale",
    "Section",
    "fingerprint",
    "parse_guide",
    "write_guide",
    "write_question",
]
