"""Interviews, what was said, how it was coded, and the agenda that came of it."""

from convoca.agenda.models.agendas import Agenda, AgendaRound, AgendaTopic, AgendaVoice
from convoca.agenda.models.codebook import Code, CodeEvent
from convoca.agenda.models.consents import Consent, Recording, RecordingMark
from convoca.agenda.models.guides import Guide, Theme
from convoca.agenda.models.interviewing import Appointment, Interviewer
from convoca.agenda.models.interviews import Answer, AnswerVersion, Interview, ThemeRating
from convoca.agenda.models.rounds import BlindCoding, BlindItem, BlindRound
from convoca.agenda.models.statements import Coding, Memo, Recoding, Statement
from convoca.agenda.models.suggestions import Suggestion

__all__ = [
    "Agenda",
    "AgendaRound",
    "AgendaTopic",
    "AgendaVoice",
    "Answer",
    "AnswerVersion",
    "Appointment",
    "BlindCoding",
    "BlindItem",
    "BlindRound",
    "Code",
    "CodeEvent",
    "Coding",
    "Consent",
    "Guide",
    "Interview",
    "Interviewer",
    "Memo",
    "Recoding",
    "Recording",
    "RecordingMark",
    "Statement",
    "Suggestion",
    "Theme",
    "ThemeRating",
]
