"""The hours agreed for interviews, and the day of who makes them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet

from convoca.agenda.models import Appointment, Interview
from convoca.agenda.queries.interviews import (
    InterviewRow,
    interview_rows,
    interviews_to_make,
    is_closed,
)
from convoca.convening.models import ContactAttempt
from convoca.cycles.models import Cycle
from convoca.directory.models import User

AHEAD = timedelta(days=8)
"""How far the list of the coming hours looks."""
REMINDER = timedelta(hours=24)


@dataclass(frozen=True)
class InterviewDay:
    """What somebody has to do: hours that passed, of today and coming, and calls that are due."""

    passed: Sequence[InterviewRow]
    today: Sequence[InterviewRow]
    coming: Sequence[InterviewRow]
    calls: Sequence[InterviewRow]


def standing_appointments() -> QuerySet[Appointment]:
    """Return the hours that stand, with whose interviews they are."""
    return Appointment.objects.filter(cancelled_at__isnull=True).select_related(
        "interview__person",
        "interview__interviewer",
        "interview__seat__kind",
        "interview__seat__municipality__region",
        "interview__cycle__community__kind",
        "interview__cycle__community__association",
    )


def with_news(cycle: Cycle, rows: Sequence[InterviewRow]) -> list[InterviewRow]:
    """Return the rows with the hour that stands and the last try to reach them, if any.

    Tries count from when the seat said that it takes part. Two queries for any number.
    """
    hours = {
        one.interview_id: one
        for one in Appointment.objects.filter(interview__cycle=cycle, cancelled_at__isnull=True)
    }
    tries = _last_tries(cycle, {row.invitation.seat_id: row for row in rows})
    return [
        replace(
            row,
            appointment=hours.get(row.interview.pk) if row.interview else None,
            attempt=tries.get(row.invitation.seat_id),
        )
        for row in rows
    ]


def tries_of(row: InterviewRow) -> QuerySet[ContactAttempt]:
    """Return the tries to reach a seat since it said that it takes part, the newest first."""
    since = row.invitation.answered_at or row.invitation.created_at
    return ContactAttempt.objects.filter(
        cycle=row.invitation.cycle_id, seat=row.invitation.seat_id, at__gte=since
    ).select_related("by")


def interview_day(cycle: Cycle, user: User, *, now: datetime) -> InterviewDay:
    """Return what somebody has to do of the interviews that are theirs.

    A day is one of the association's clock; a call without an hour is due from its day on.
    """
    zone = ZoneInfo(cycle.community.association.zone)
    rows = [
        row
        for row in with_news(cycle, interview_rows(cycle))
        if row.is_missing and row.interview and row.interview.interviewer_id == user.pk
    ]
    agreed = sorted(
        (row for row in rows if row.appointment), key=lambda row: (_starts(row), row.seat_id)
    )
    today = now.astimezone(zone).date()
    days = [(row, _starts(row).astimezone(zone).date()) for row in agreed]
    return InterviewDay(
        passed=[row for row, day in days if day < today],
        today=[row for row, day in days if day == today],
        coming=[row for row, day in days if today < day <= today + AHEAD],
        calls=[row for row in rows if row.next_call_on and row.next_call_on <= today],
    )


def clash_of(
    interviewer: User, *, starts_at: datetime, duration_min: int, besides: Interview
) -> Appointment | None:
    """Return another hour of somebody that meets this one, in any community; or None.

    Two hours meet when one begins before the other ends; end to end they do not.
    """
    ends_at = starts_at + timedelta(minutes=duration_min)
    near = standing_appointments().filter(
        interview__interviewer=interviewer,
        interview__withdrawn_at__isnull=True,
        starts_at__lt=ends_at,
        starts_at__gt=starts_at - timedelta(days=1),
    )
    return next((one for one in near.exclude(interview=besides) if one.ends_at > starts_at), None)


def stale_appointments(*, now: datetime) -> list[Appointment]:
    """List coming hours of interviews that will not be made.

    They are done, refused or withdrawn; somebody else takes part, or nobody; or the agenda is
    confirmed.
    """
    coming = list(standing_appointments().filter(starts_at__gt=now))
    cycles = {one.interview.cycle_id: one.interview.cycle for one in coming}
    wanted = {
        pk: set() if is_closed(cycle) else interviews_to_make(cycle) for pk, cycle in cycles.items()
    }
    return [one for one in coming if one.interview_id not in wanted[one.interview.cycle_id]]


def appointments_to_remind(*, now: datetime) -> list[Appointment]:
    """List the hours of the next 24 that were agreed more than 24 hours before."""
    near = standing_appointments().filter(starts_at__gt=now, starts_at__lte=now + REMINDER)
    return list(near.filter(made_at__lt=F("starts_at") - REMINDER))


def _last_tries(cycle: Cycle, rows: Mapping[int, InterviewRow]) -> dict[int, ContactAttempt]:
    found: dict[int, ContactAttempt] = {}
    attempts: Iterable[ContactAttempt] = ContactAttempt.objects.filter(cycle=cycle)
    for attempt in attempts:
        row = rows.get(attempt.seat_id)
        if row is not None and attempt.at >= (row.invitation.answered_at or attempt.at):
            found.setdefault(attempt.seat_id, attempt)
    return found


def _starts(row: InterviewRow) -> datetime:
    assert row.appointment is not None  # asked of rows that have one
    return row.appointment.starts_at
