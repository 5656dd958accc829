"""Answers, saved at each step, and what is taken from them when the interview is done."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from convoca.agenda.core.coding.pieces import Piece, cut_pieces
from convoca.agenda.core.interviews.guide import QuestionKind
from convoca.agenda.core.interviews.values import RatedTheme, ValueFaultError, check_value
from convoca.agenda.core.interviews.walk import Step, Walk
from convoca.agenda.errors import (
    AnswerFaultError,
    InterviewClosedError,
    InterviewUnfinishedError,
    StepUnknownError,
)
from convoca.agenda.models import Answer, Interview, Statement, ThemeRating
from convoca.agenda.queries.guides import values_of, walk_of
from convoca.agenda.queries.interviews import is_closed
from convoca.convening.services import record_interview
from convoca.directory.models import User

State = Interview.State
CONSENT, MAY_QUOTE = "consent", "may_quote"
OUT_OF_THE_WAY = 1_000_000  # past the end of any answer
SPOKEN = {QuestionKind.TEXT, QuestionKind.THEMES}


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
    interview = _lock(interview)
    values = values_of(interview)
    walk = walk_of(interview, values)
    step = walk.find(question)
    if step is None:
        raise StepUnknownError(question)
    try:
        clean = check_value(step.question, value, themes={theme.id for theme in walk.themes})
    except ValueFaultError as error:
        raise AnswerFaultError(error.fault) from error
    _keep(interview, step, clean, now, user)
    _follow(interview, step, clean, now, user)
    if interview.state == State.DONE:
        _take_statements(interview, now)
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
    interview = _lock(interview)
    before = dict(interview.answers.values_list("question", "value"))
    kept = {f"{question}:note": note.strip(), f"{question}:probes": list(probes)}
    for key, value in kept.items():
        if value or before.get(key):
            _put(interview, key, value, now, user)


@transaction.atomic
def finish_interview(*, interview: Interview, now: datetime) -> Interview:
    """Close an interview with everything required: what was said becomes statements.

    Done again it takes the answers as they are now; what was coded keeps its codes.

    Raises InterviewUnfinishedError, or InterviewClosedError once the agenda is confirmed.
    """
    interview = _lock(interview)
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
    _take_statements(interview, now)
    return interview


def _lock(interview: Interview) -> Interview:
    """Return the row for this transaction alone, if answers may still change."""
    interviews = Interview.objects.select_for_update(of=("self",))
    locked = interviews.select_related("guide", "cycle__community__kind").get(pk=interview.pk)
    if locked.withdrawn_at is not None or is_closed(locked.cycle):
        raise InterviewClosedError(interview.pk)
    return locked


def _keep(
    interview: Interview,
    step: Step,
    clean: str | list[int] | RatedTheme,
    now: datetime,
    user: User | None,
) -> None:
    if not isinstance(clean, RatedTheme) or step.theme is None:
        _put(interview, step.id, clean, now, user)
        return
    _put(interview, step.id, clean.example, now, user)
    ThemeRating.objects.update_or_create(
        interview=interview,
        theme_id=step.theme.id,
        defaults={"interest": clean.interest, "urgency": clean.urgency, "saved_at": now},
    )


def _put(
    interview: Interview, question: str, value: object, now: datetime, user: User | None
) -> None:
    Answer.objects.update_or_create(
        interview=interview,
        question=question,
        defaults={"value": value, "saved_at": now, "saved_by": user},
    )


def _follow(
    interview: Interview, step: Step, clean: object, now: datetime, user: User | None
) -> None:
    """Keep in the row what an answer means for the interview itself."""
    if user is not None:
        interview.mode = Interview.Mode.STAFF
    if step.id == CONSENT:
        _settle_consent(interview, accepted=clean == "yes", now=now)
    elif interview.state == State.PENDING:
        interview.state = State.STARTED
    if step.id == MAY_QUOTE:
        interview.may_quote = clean == "yes"
    interview.save(update_fields=["mode", "state", "consent_at", "may_quote", "done_at"])


def _settle_consent(interview: Interview, *, accepted: bool, now: datetime) -> None:
    if not accepted:
        interview.state, interview.consent_at, interview.done_at = State.DECLINED, None, None
        interview.may_quote = None
        interview.answers.filter(question=MAY_QUOTE).delete()
        record_interview(cycle=interview.cycle, seat_id=interview.seat_id, is_done=False)
        _replace_statements(interview, [], now)
        return
    interview.consent_at = interview.consent_at or now
    if interview.state != State.DONE:
        interview.state = State.STARTED


def _take_statements(interview: Interview, now: datetime) -> None:
    values = values_of(interview)
    said = _said(walk_of(interview, values), values)
    _replace_statements(interview, said, now)


def _said(walk: Walk, values: dict[str, object]) -> list[tuple[str, Piece]]:
    """Return every piece of the open answers, with its step."""
    return [
        (step.id, piece)
        for step in walk.steps
        if step.question.kind in SPOKEN
        for piece in cut_pieces(_words(values.get(step.id, "")))
    ]


def _words(value: object) -> str:
    return value.example if isinstance(value, RatedTheme) else str(value)


def _replace_statements(interview: Interview, said: list[tuple[str, Piece]], now: datetime) -> None:
    """Make the statements those that were said: the same words keep their row and their codes."""
    current = list(interview.statements.filter(superseded_at__isnull=True))
    kept, fresh = _match(current, said)
    gone = [one.pk for one in current if one.pk not in kept]
    coded = interview.statements.filter(pk__in=gone, codings__isnull=False).values("pk")
    interview.statements.filter(pk__in=coded).update(superseded_at=now)
    interview.statements.filter(pk__in=gone, superseded_at__isnull=True).delete()
    _move(kept, current)
    Statement.objects.bulk_create(
        Statement(
            interview=interview,
            question=question,
            text=piece.text,
            start=piece.start,
            end=piece.end,
            created_at=now,
        )
        for question, piece in fresh
    )


def _match(
    current: list[Statement], said: list[tuple[str, Piece]]
) -> tuple[dict[int, Piece], list[tuple[str, Piece]]]:
    """Pair the statements that are there with the same words said now; the rest is fresh."""
    kept: dict[int, Piece] = {}
    fresh: list[tuple[str, Piece]] = []
    for question, piece in said:
        same = next(
            (
                one
                for one in current
                if one.pk not in kept and (one.question, one.text) == (question, piece.text)
            ),
            None,
        )
        if same is None:
            fresh.append((question, piece))
        else:
            kept[same.pk] = piece
    return kept, fresh


def _move(kept: dict[int, Piece], current: list[Statement]) -> None:
    """Write where the kept words stand now; first out of the way, so that no two places meet."""
    moved = [one for one in current if one.pk in kept and one.start != kept[one.pk].start]
    for far, one in enumerate(moved):
        one.start, one.end = OUT_OF_THE_WAY + far, OUT_OF_THE_WAY + far
    Statement.objects.bulk_update(moved, ["start", "end"])
    for one in moved:
        one.start, one.end = kept[one.pk].start, kept[one.pk].end
    Statement.objects.bulk_update(moved, ["start", "end"])
