"""Interviews, what was said, how it was coded, and the agenda that came of it."""

from convoca.agenda.models.agendas import Agenda, AgendaQuote, AgendaRound, AgendaTopic, AgendaVoice
from convoca.agenda.models.codebook import Code, CodeEvent
from convoca.agenda.models.consents import Consent, Recording, RecordingMark
from convoca.agenda.models.exchange import CarriedFile
from convoca.agenda.models.guides import Guide, Theme
from convoca.agenda.models.interviewing import Appointment, Assignment, Interviewer
from convoca.agenda.models.interviews import Answer, AnswerVersion, Interview, ThemeRating
from convoca.agenda.models.rounds import BlindCoding, BlindItem, BlindReplacement, BlindRound
from convoca.agenda.models.statements import Coding, CodingAct, Memo, Recoding, Statement
from convoca.agenda.models.suggestions import (
    Likeness,
    SentenceVector,
    Suggestion,
    SuggestionTraining,
)

__all__ = [
    "Agenda",
    "AgendaQuote",
    "AgendaRound",
    "AgendaTopic",
    "AgendaVoice",
    "Answer",
    "AnswerVersion",
    "Appointment",
    "Assignment",
    "BlindCoding",
    "BlindItem",
    "BlindReplacement",
    "BlindRound",
    "CarriedFile",
    "Code",
    "CodeEvent",
    "Coding",
    "CodingAct",
    "Consent",
    "Guide",
    "Interview",
    "Interviewer",
    "Likeness",
    "Memo",
    "Recoding",
    "Recording",
    "RecordingMark",
    "SentenceVector",
    "Statement",
    "Suggestion",
    "SuggestionTraining",
    "Theme",
    "ThemeRating",
]
