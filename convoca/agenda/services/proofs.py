"""Keeping what somebody said about a purpose of the interview, as proof."""

from datetime import datetime

from convoca.agenda.core.interviews.consents import INTERVIEW, RECORD, AskedWords, words_asked
from convoca.agenda.core.interviews.guide import Question
from convoca.agenda.models import Consent, Interview
from convoca.agenda.services.recordings import delete_recordings
from convoca.directory.models import User


def note_answer(
    *, interview: Interview, question: Question, answer: object, now: datetime, user: User | None
) -> None:
    """Keep the word of a question that asks for consent; any other question is passed over.

    Call it with the interview locked. An answer that was passed without words is no word.
    """
    asked = words_asked(question, guide_version=interview.guide.version)
    if asked is not None and answer in {"yes", "no"}:
        keep_word(interview=interview, asked=asked, is_given=answer == "yes", now=now, user=user)


def keep_word(
    *,
    interview: Interview,
    asked: AskedWords,
    is_given: bool,
    now: datetime,
    user: User | None,
) -> Consent:
    """Keep a yes or a no with the words asked; the one before is superseded and stays.

    Said by a person of the staff (`user`) it was spoken; else by the own link. The same word to
    the same words, in the same way, is the one that stands. Who refuses the interview has
    allowed nothing else: those words end, and are asked again. With a no to recording, or to
    the interview, the audio goes.
    """
    standing = interview.consents.filter(superseded_at__isnull=True)
    way = Consent.Way.LINK if user is None else Consent.Way.SPOKEN
    same = standing.filter(
        purpose=asked.purpose, is_given=is_given, text_version=asked.version, way=way
    ).first()
    if same is not None:
        return same
    ends_all = asked.purpose == INTERVIEW and not is_given
    ended = standing if ends_all else standing.filter(purpose=asked.purpose)
    ended.update(superseded_at=now)
    if asked.purpose in {INTERVIEW, RECORD} and not is_given:
        delete_recordings(interview=interview, now=now)
    return Consent.objects.create(
        interview=interview,
        purpose=asked.purpose,
        is_given=is_given,
        text=asked.text,
        text_version=asked.version,
        way=way,
        said_at=now,
        recorded_by=user,
    )
