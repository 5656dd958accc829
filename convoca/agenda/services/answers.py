"""Answers, saved at each step, and the end of an interview."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from convoca.agenda.core.interviews.values import RatedTheme, ValueFaultError, check_value
from convoca.agenda.core.interviews.walk import Step
from convoca.agenda.errors import (
    AnswerFaultError,
    InterviewClosedError,
    InterviewUnfinishedError,
    StepUnknownError,
)
from convoca.agenda.models import Answer, Interview, ThemeRating
from convoca.agenda.queries.guides import values_of, walk_of
from convoca.agenda.queries.interviews import is_closed
from convoca.agenda.services.proofs import note_answer
from convoca.agenda.services.taking import replace_statements, take_statements
from convoca.convening.services import record_interview
from convoca.directory.models import User

State = Interview.State
CONSENT, MAY_QUOTE = "consent", "may_quote"
DRAFT = ":draft"
Clean = str | int | list[int] | RatedTheme


@transaction.atomic
def save_answer(
    *, interview: Interview, question: str, value: object, now: datetime, user: User | None = None
) -> Interview:
    """Save the answer to one step; the one before is replaced. Sent twice, it changes nothing.

    `value` is a text, an option, a list of themes, or a RatedTheme for the step of a theme.
    In a done interview what was said is taken anew. Refusing the interview (`consent` "no")
    ends it; saying yes later opens it again.

    Raises StepUnknownError, AnswerFaultError, or InterviewClosedError once the agenda is confirmed.
    """
    interview = lock_interview(interview)
    walk = walk_of(interview, values_of(interview))
    step = walk.find(question)
    if step is None:
        raise StepUnknownError(question)
    try:
        clean = check_value(step.question, value, themes={theme.id for theme in walk.themes})
    except ValueFaultError as error:
        raise AnswerFaultError(error.fault) from error
    write_answer(interview=interview, step=step, value=clean, now=now, user=user)
    return interview


@transaction.atomic
def save_notes(
    *,
    interview: Interview,
    question: str,
    note: str,
    probes: Collection[str],
    now: datetime,
    user: User,
) -> None:
    """Keep what the interviewer noted at a step, and the probes that were used.

    Raises InterviewClosedError once the agenda is confirmed.
    """
    interview = lock_interview(interview)
    before = dict(interview.answers.values_list("question", "value"))
    kept = {f"{question}:note": note.strip(), f"{question}:probes": list(probes)}
    for key, value in kept.items():
        if value or before.get(key):
            put_answer(interview, key, value, now, user)


@transaction.atomic
def finish_interview(*, interview: Interview, now: datetime) -> Interview:
    """Close an interview with everything required: what was said becomes statements.

    Done again it takes the answers as they are now; what was coded keeps its codes.

    Raises InterviewUnfinishedError, or InterviewClosedError once the agenda is confirmed.
    """
    interview = lock_interview(interview)
    if interview.state == State.DECLINED:
        return interview
    owed = walk_of(interview, values_of(interview)).first_owed
    if owed is not None:
        raise InterviewUnfinishedError(owed.id)
    if interview.state != State.DONE:
        interview.state = State.DONE
        interview.done_at = now
        interview.save(update_fields=["state", "done_at"])
        record_interview(cycle=interview.cycle, seat_id=interview.seat_id, is_done=True)
    take_statements(interview, now)
    return interview


def lock_interview(interview: Interview) -> Interview:
    """Return the row for this transaction alone, if answers may still change.

    Raises InterviewClosedError.
    """
    # Never joined with its guide: one that changes meanwhile would make the row seem gone.
    interviews = Interview.objects.select_for_update(of=("self",), no_key=True)
    locked = interviews.select_related("cycle__community__kind").get(pk=interview.pk)
    if locked.withdrawn_at is not None or is_closed(locked.cycle):
        raise InterviewClosedError(interview.pk)
    return locked


def write_answer(
    *, interview: Interview, step: Step, value: Clean, now: datetime, user: User | None
) -> int:
    """Write a checked answer into a locked interview, with all that follows; return its revision.

    What was a draft of it goes.
    """
    said = value.example if isinstance(value, RatedTheme) else value
    revision = put_answer(interview, step.id, said, now, user)
    interview.answers.filter(question=step.id + DRAFT).delete()
    if isinstance(value, RatedTheme) and step.theme is not None:
        ThemeRating.objects.update_or_create(
            interview=interview,
            theme_id=step.theme.id,
            defaults={"interest": value.interest, "urgency": value.urgency, "saved_at": now},
        )
    _follow(interview, step, value, now, user)
    if interview.state == State.DONE:
        take_statements(interview, now)
    return revision


def put_answer(
    interview: Interview, question: str, value: object, now: datetime, user: User | None
) -> int:
    """Write the row of an answer, a note or a draft; return its revision."""
    base = question.removesuffix(DRAFT)
    pair = interview.answers.filter(question__in=(base, base + DRAFT))
    revision = 1 + max(pair.values_list("revision", flat=True), default=0)
    defaults = {"value": value, "revision": revision, "saved_at": now, "saved_by": user}
    Answer.objects.update_or_create(interview=interview, question=question, defaults=defaults)
    return revision


def _follow(
    interview: Interview, step: Step, clean: object, now: datetime, user: User | None
) -> None:
    """Keep in the row what an answer means for the interview itself."""
    if user is not None:
        interview.mode = Interview.Mode.STAFF
    if step.id == CONSENT:
        settle_consent(interview=interview, accepted=clean == "yes", now=now)
    elif interview.state == State.PENDING:
        interview.state = State.STARTED
    if step.id == MAY_QUOTE:
        interview.may_quote = clean == "yes"
    note_answer(interview=interview, question=step.question, answer=clean, now=now, user=user)
    interview.save(update_fields=["mode", "state", "consent_at", "may_quote", "done_at"])


def settle_consent(*, interview: Interview, accepted: bool, now: datetime) -> None:
    """Open the interview on a yes; on a no end it and take out what was said.

    The row itself is left for the caller to save.
    """
    if not accepted:
        interview.state, interview.consent_at, interview.done_at = State.DECLINED, None, None
        interview.may_quote = None
        interview.answers.filter(question=MAY_QUOTE).delete()
        record_interview(cycle=interview.cycle, seat_id=interview.seat_id, is_done=False)
        replace_statements(interview, {}, now)
        return
    interview.consent_at = interview.consent_at or now
    if interview.state != State.DONE:
        interview.state = State.STARTED
