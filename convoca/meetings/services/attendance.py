"""Who came: recorded by the team or from a file, excused by the director, sent down when held."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from convoca.agenda.queries import refuses_group_seat_ids
from convoca.convening.queries import current_group_link, held_numbers
from convoca.convening.services import Mark, give_group_link, record_attendance_marks
from convoca.directory.core.sheets import RosterFileError, read_table
from convoca.directory.models import Person, Seat, User
from convoca.meetings.core.attendance_file import (
    AttendanceColumnsError,
    FileReading,
    read_attendance,
)
from convoca.meetings.errors import (
    AttendanceFileError,
    AttendanceMissingError,
    ExcuseClosedError,
    NotTakingPartError,
    SessionNotStartedError,
)
from convoca.meetings.models import Attendance, Session
from convoca.meetings.queries import comuna_index, file_guests, list_accepted
from convoca.meetings.queries.guests import occasion_of
from convoca.meetings.services.locks import COMING, lock_session
from convoca.messaging.services import cancel_messages

logger = logging.getLogger(__name__)
Presence = Attendance.Presence
State = Session.State


@dataclass(frozen=True)
class AttendanceEntry:
    """What is said of one seat; minutes None leaves those recorded before."""

    seat_id: int
    presence: str
    minutes: int | None = None
    reason: str = ""


def preview_attendance(*, session: Session, content: bytes, filename: str) -> FileReading:
    """Read a file of attendance without storing anything, or raise AttendanceFileError."""
    try:
        table = read_table(content, filename)
        return read_attendance(
            [(row.number, row.cells) for row in table.rows],
            file_guests(session.cycle),
            comuna_index(),
            duration_min=session.duration_min,
        )
    except (RosterFileError, AttendanceColumnsError) as error:
        raise AttendanceFileError(error.sentence) from error


@transaction.atomic
def record_attendance(
    *,
    session: Session,
    rows: Sequence[AttendanceEntry],
    source: str,
    user: User | None,
    now: datetime,
) -> int:
    """Record who came, seat by seat; return how many records are new or different.

    What is said already is left as it is, with its source. After the session was closed this
    is a correction, and the marks go down again. Raises NotTakingPartError for a seat that
    has not accepted, SessionNotStartedError for a presence before the start.
    """
    session = lock_session(session, *COMING, State.HELD)
    if session.starts_at > now and any(row.presence != Presence.EXCUSED for row in rows):
        raise SessionNotStartedError(session.pk)
    changed = _changed(session, rows)
    people = {one.seat_id: one.participant for one in list_accepted(session.cycle)}
    if not {row.seat_id for row in changed} <= people.keys():
        raise NotTakingPartError(session.pk)
    _store(
        Attendance(
            session=session,
            seat_id=row.seat_id,
            person=people[row.seat_id],
            presence=row.presence,
            minutes=row.minutes,
            reason=row.reason,
            source=source,
            recorded_at=now,
            recorded_by=user,
        )
        for row in changed
    )
    if changed and session.state == State.HELD:
        _send_down(session, now=now)
    return len(changed)


def _changed(session: Session, rows: Sequence[AttendanceEntry]) -> list[AttendanceEntry]:
    known = {
        seat: (presence, minutes)
        for seat, presence, minutes in session.attendances.values_list(
            "seat_id", "presence", "minutes"
        )
    }
    return [
        row
        for row in rows
        if known.get(row.seat_id, ("", None))[0] != row.presence
        or (row.minutes is not None and known[row.seat_id][1] != row.minutes)
    ]


def _store(attendances: Iterable[Attendance]) -> None:
    Attendance.objects.bulk_create(
        attendances,
        update_conflicts=True,
        unique_fields=["session", "seat"],
        update_fields=[
            "person",
            "presence",
            "minutes",
            "reason",
            "source",
            "recorded_at",
            "recorded_by",
        ],
    )


@transaction.atomic
def close_session(*, session: Session, user: User, now: datetime) -> Session:
    """Say that a session was held. Seats without a record were absent; the marks go down.

    After session 1 who came gets the link of the group, where there is one. Raises
    SessionNotStartedError, AttendanceMissingError when nobody is present, or SessionStateError.
    """
    session = lock_session(session, *COMING)
    if session.starts_at > now:
        raise SessionNotStartedError(session.pk)
    if not session.attendances.filter(presence=Presence.PRESENT).exists():
        raise AttendanceMissingError(session.pk)
    _fill_absences(session, user=user, now=now)
    session.state, session.held_at = State.HELD, now
    session.save(update_fields=["state", "held_at"])
    cancel_messages(occasions=[occasion_of(session)])
    _send_down(session, now=now)
    logger.info("session %s closed by user %s", session.pk, user.pk)
    return session


def _fill_absences(session: Session, *, user: User, now: datetime) -> None:
    recorded = set(session.attendances.values_list("seat_id", flat=True))
    Attendance.objects.bulk_create(
        Attendance(
            session=session,
            seat_id=invitation.seat_id,
            person=invitation.participant,
            presence=Presence.ABSENT,
            source=Attendance.Source.HAND,
            recorded_at=now,
            recorded_by=user,
        )
        for invitation in list_accepted(session.cycle)
        if invitation.seat_id not in recorded
    )


def _send_down(session: Session, *, now: datetime) -> None:
    """Tell the room below who came; after the first session that was held they are given
    the group's link.

    Not to those who said in their interview that they do not want it.
    """
    attendances = list(session.attendances.all())
    record_attendance_marks(
        cycle=session.cycle,
        number=session.number,
        marks=[Mark(one.seat_id, one.person_id, one.presence) for one in attendances],
    )
    is_first = session.number == min(held_numbers(session.cycle), default=session.number)
    if not is_first or session.cycle.closed_at is not None:
        return
    if current_group_link(session.cycle.community) is not None:
        came = {one.seat_id for one in attendances if one.presence == Presence.PRESENT}
        came -= refuses_group_seat_ids(session.cycle)
        present = [one for one in list_accepted(session.cycle) if one.seat_id in came]
        give_group_link(cycle=session.cycle, invitations=present, now=now)


@transaction.atomic
def excuse_by_link(
    *, session: Session, person: Person, seats: Sequence[Seat], reason: str, now: datetime
) -> None:
    """Record that a person cannot come, for all seats this person takes part for.

    Raises ExcuseClosedError once the session began or is off, NotTakingPartError without seats.
    """
    _excuse(session, person, seats, Attendance.Source.LINK, reason, now)


@transaction.atomic
def excuse_by_calendar(
    *, session: Session, person: Person, seats: Sequence[Seat], reason: str, now: datetime
) -> None:
    """Record the same for who pressed No in a calendar program."""
    _excuse(session, person, seats, Attendance.Source.CALENDAR, reason, now)


def _excuse(
    session: Session,
    person: Person,
    seats: Sequence[Seat],
    source: Attendance.Source,
    reason: str,
    now: datetime,
) -> None:
    session = _lock_coming(session, seats, now)
    _store(
        Attendance(
            session=session,
            seat=seat,
            person=person,
            presence=Presence.EXCUSED,
            reason=reason.strip()[:200],
            source=source,
            recorded_at=now,
        )
        for seat in seats
    )


@transaction.atomic
def withdraw_excuse_by_link(*, session: Session, seats: Sequence[Seat], now: datetime) -> None:
    """Take back an excuse: the person can come after all. Raises as `excuse_by_link` does."""
    session = _lock_coming(session, seats, now)
    session.attendances.filter(seat__in=seats, presence=Presence.EXCUSED).delete()


def _lock_coming(session: Session, seats: Sequence[Seat], now: datetime) -> Session:
    if not seats:
        raise NotTakingPartError(session.pk)
    locked = Session.objects.select_for_update().get(pk=session.pk)
    if locked.state not in COMING or locked.starts_at <= now:
        raise ExcuseClosedError(session.pk)
    return locked
