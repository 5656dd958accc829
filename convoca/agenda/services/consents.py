"""Taking back what was allowed in an interview, or giving it back: with effect at once."""

import logging
from datetime import datetime

from django.db import transaction

from convoca.agenda.core.interviews.consents import INTERVIEW, QUOTE, AskedWords
from convoca.agenda.errors import InterviewNotAllowedError
from convoca.agenda.models import Answer, Consent, Interview
from convoca.agenda.queries.consents import find_asked
from convoca.agenda.queries.guides import values_of, walk_of
from convoca.agenda.services.answers import settle_consent
from convoca.agenda.services.proofs import keep_word
from convoca.agenda.services.taking import take_statements
from convoca.convening.services import record_interview
from convoca.directory.models import User

logger = logging.getLogger(__name__)
State = Interview.State


@transaction.atomic
def change_consent(
    *, interview: Interview, purpose: str, is_given: bool, now: datetime, user: User | None = None
) -> Consent:
    """Keep a yes or a no to a purpose, said after the question was asked, and make it hold.

    It may be said at any time, also when the agenda is confirmed: this is no answer but a right.
    `user` heard it; None: the person pressed it by the own link. Pressed twice it is one word.

    A no to quoting takes the words out of every place; a no to recording deletes the audio; a no
    to the interview does both, and takes out what was rated and whatever else was allowed. A yes
    brings back what is still kept, with the codes that people gave to it.

    Raises NotFoundError where the guide does not ask for the purpose, and
    InterviewNotAllowedError for a yes to anything else while the interview itself is refused.
    """
    interview = _lock(interview)
    asked = find_asked(interview, purpose)
    if _stands(interview, purpose, is_given=is_given):
        return interview.consents.get(purpose=purpose, superseded_at__isnull=True)
    if purpose != INTERVIEW and is_given and not _stands(interview, INTERVIEW, is_given=True):
        raise InterviewNotAllowedError(interview.pk)
    refused_at = _refused_at(interview)
    consent = keep_word(interview=interview, asked=asked, is_given=is_given, now=now, user=user)
    _answer(interview, asked, is_given=is_given, now=now, user=user)
    _apply(interview, purpose, is_given=is_given, now=now)
    if is_given:
        _bring_back(interview, refused_at=refused_at, now=now)
    logger.info("consent %s of interview %s is %s", purpose, interview.pk, is_given)
    return consent


def _lock(interview: Interview) -> Interview:
    # Never joined with its guide: one that changes meanwhile would make the row seem gone.
    interviews = Interview.objects.select_for_update(of=("self",), no_key=True)
    return interviews.select_related("cycle__community__kind").get(pk=interview.pk)


def _stands(interview: Interview, purpose: str, *, is_given: bool) -> bool:
    standing = interview.consents.filter(purpose=purpose, superseded_at__isnull=True)
    return standing.filter(is_given=is_given).exists()


def _refused_at(interview: Interview) -> datetime | None:
    """Return when the interview was refused, while it is."""
    refusal = interview.consents.filter(
        purpose=INTERVIEW, is_given=False, superseded_at__isnull=True
    ).first()
    return refusal.said_at if refusal else None


def _answer(
    interview: Interview, asked: AskedWords, *, is_given: bool, now: datetime, user: User | None
) -> None:
    """Let the answer in the interview say the same."""
    Answer.objects.update_or_create(
        interview=interview,
        question=asked.question_id,
        defaults={"value": "yes" if is_given else "no", "saved_at": now, "saved_by": user},
    )


def _apply(interview: Interview, purpose: str, *, is_given: bool, now: datetime) -> None:
    if purpose == QUOTE:
        interview.may_quote = is_given
    if purpose == INTERVIEW:
        settle_consent(interview=interview, accepted=is_given, now=now)
        if not is_given:
            interview.versions.all().delete()
    interview.save(update_fields=["state", "consent_at", "may_quote", "done_at"])


def _bring_back(interview: Interview, *, refused_at: datetime | None, now: datetime) -> None:
    """Let a whole interview count again, with the statements and codes that its refusal took."""
    if interview.state != State.STARTED:
        return
    if refused_at is not None:
        interview.statements.filter(superseded_at=refused_at).update(superseded_at=None)
    if walk_of(interview, values_of(interview)).first_owed is not None:
        return
    interview.state, interview.done_at = State.DONE, now
    interview.save(update_fields=["state", "done_at"])
    record_interview(cycle=interview.cycle, seat_id=interview.seat_id, is_done=True)
    take_statements(interview, now)
