"""A call for an interview: kept in the history of the seat, with its next step."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from convoca.agenda.errors import InterviewMadeError
from convoca.agenda.models import Interview
from convoca.agenda.queries.appointments import tries_of
from convoca.agenda.queries.interviews import get_row
from convoca.agenda.services.answers import CONSENT, save_answer
from convoca.agenda.services.interviews import get_interview
from convoca.convening.models import ContactAttempt
from convoca.convening.services import record_attempt
from convoca.cycles.models import Cycle
from convoca.directory.models import User
from convoca.outreach.core.next_step import Outcome, Tried, next_step
from convoca.outreach.queries.places import places_around

Result = ContactAttempt.Result
DECLINES = "declines"
"""What a call for an interview may bring besides the results of any call: it is refused."""


@transaction.atomic
def record_interview_call(
    *,
    cycle: Cycle,
    seat_id: int,
    result: str,
    channel: str,
    note: str,
    user: User,
    now: datetime,
    asked_on: date | None = None,
) -> ContactAttempt:
    """Keep what came of a call for an interview; the next step follows by the rule of the calls.

    Who refuses the interview goes on taking part: it was a talk, and the interview is closed as
    refused. While an hour stands, a talk asks for no other call. Pressed twice it is once.

    Raises NotTakingPartError; InterviewMadeError when the interview is done;
    InterviewClosedError when it is refused after the agenda was confirmed.
    """
    interview = get_interview(cycle=cycle, seat_id=seat_id, now=now)
    if interview.state == Interview.State.DONE:
        raise InterviewMadeError(interview.pk)
    refused = result == DECLINES
    kept = Result.REACHED if refused else Result(result)
    attempt = record_attempt(
        cycle=cycle,
        seat=interview.seat,
        channel=channel,
        result=kept,
        note=_note(note, refused=refused),
        user=user,
        now=now,
        next_on=None if refused else _next_on(interview, kept, asked_on=asked_on, now=now),
    )
    if refused and interview.state != Interview.State.DECLINED:
        save_answer(interview=interview, question=CONSENT, value="no", now=now, user=user)
    return attempt


def _note(note: str, *, refused: bool) -> str:
    about = _("Por la entrevista: no quiere darla.") if refused else _("Por la entrevista.")
    return f"{about} {note.strip()}".strip()


def _next_on(
    interview: Interview, result: Result, *, asked_on: date | None, now: datetime
) -> date | None:
    """Return the day of the next call; None where there is nothing to do but wait, or to find."""
    agreed = interview.appointments.filter(cancelled_at__isnull=True).exists()
    if agreed and result == Result.REACHED:
        return None
    row = get_row(interview.cycle, interview.seat_id)
    before = tries_of(row).filter(at__lt=now).values_list("result", "at")
    tries = [Tried(Outcome(result), now), *(Tried(Outcome(one), at) for one, at in before)]
    place = places_around(now)(row.invitation.seat.municipality)
    return next_step(tries, place=place, asked_on=asked_on).on
