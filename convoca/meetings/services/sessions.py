"""Telling of a session, changing it, calling it off."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from convoca.directory.models import User
from convoca.meetings.core.clock import wall_of
from convoca.meetings.errors import (
    NobodyToTellError,
    NothingChangedError,
    SessionPastError,
)
from convoca.meetings.models import Session
from convoca.meetings.queries import leave_out_excused, list_guests, who_must_hear
from convoca.meetings.queries.guests import invite_key, occasion_of
from convoca.meetings.services.changes import tell_change
from convoca.meetings.services.farewells import take_leave
from convoca.meetings.services.locks import COMING, lock_session
from convoca.meetings.services.mailing import (
    ANNOUNCEMENT,
    CANCELLATION,
    REMINDER,
    Mailing,
    write_to_guests,
)
from convoca.meetings.services.schedule import instant_of
from convoca.messaging.services import cancel_messages
from convoca.workplan.services.standing import keep_start, release_session

logger = logging.getLogger(__name__)
State = Session.State
WISHED = ["video_url", "wall_start", "topic"]


@dataclass(frozen=True)
class Change:
    """What became of a session, whether its wall time occurs twice, and who is told."""

    session: Session
    happens_twice: bool
    told: int


@transaction.atomic
def announce_session(*, session: Session, user: User, now: datetime) -> Mailing:
    """Tell all who take part of a session, with the event for their calendar.

    Again, later: only those who have joined since. Raises NobodyToTellError,
    SessionStateError, or SessionPastError.
    """
    session = lock_session(session, *COMING)
    if session.starts_at <= now:
        raise SessionPastError(session.pk)
    mailing = write_to_guests(
        session=session,
        guests=list_guests(session.cycle),
        letter=ANNOUNCEMENT,
        key=invite_key(session),
        now=now,
        not_after=session.starts_at,
    )
    if not mailing.queued:
        raise NobodyToTellError(session.pk)
    session.state = State.ANNOUNCED
    session.save(update_fields=["state"])
    logger.info("session %s announced by user %s", session.pk, user.pk)
    return mailing


@transaction.atomic
def change_session(
    *,
    session: Session,
    video_url: str,
    topic: str,
    user: User,
    now: datetime,
    wall_start: str | None = None,
) -> Change:
    """Change link, topic or hour; an announced session is told again with SEQUENCE + 1.

    Without a `wall_start` it stays at the hour that it has by now, whoever moved it meanwhile.
    Excuses stay: the mail says how to take one back. Raises NothingChangedError,
    WallTimeError, SessionPastError, or SessionStateError.
    """
    session = lock_session(session, *COMING)
    wall_start = wall_start or session.wall_start
    wanted = (video_url, wall_start, topic)
    if wanted == (session.video_url, session.wall_start, session.topic):
        raise NothingChangedError(session.pk)
    instant = instant_of(wall_start, session.zone)
    if instant.at <= now:
        raise SessionPastError(session.pk)
    if wall_start != session.wall_start:
        session.clock_changed_at = None
        keep_start(cycle=session.cycle, number=session.number, start=wall_start)
    session.video_url, session.wall_start, session.topic = wanted
    session.starts_at = instant.at
    session.save(update_fields=[*WISHED, "starts_at", "clock_changed_at"])
    told = tell_change(session, now=now) if session.state == State.ANNOUNCED else 0
    logger.info("session %s changed by user %s", session.pk, user.pk)
    return Change(session=session, happens_twice=instant.happens_twice, told=told)


@transaction.atomic
def cancel_session(*, session: Session, user: User, now: datetime) -> Mailing:
    """Call a session off; who has it in the calendar gets a cancellation.

    What waited to leave is stopped, and who was told of nothing is told of nothing.
    """
    session = lock_session(session, *COMING)
    cancel_messages(occasions=[occasion_of(session)])  # first: what still leaves, was told
    take_leave(session, now=now)
    guests = who_must_hear(session, list_guests(session.cycle))
    was_announced = session.state == State.ANNOUNCED
    session.state = State.CANCELLED
    session.sequence += 1
    session.save(update_fields=["state", "sequence"])
    release_session(cycle=session.cycle, number=session.number)
    logger.info("session %s cancelled by user %s", session.pk, user.pk)
    return write_to_guests(
        session=session,
        guests=guests if was_announced else [],
        letter=CANCELLATION,
        key=f"session-cancel:{session.pk}",
        now=now,
    )


@transaction.atomic
def remind_session(*, session: Session, user: User, now: datetime) -> Mailing:
    """Remind who has not excused themselves; at most once a day, and never after the start.

    Raises NobodyToTellError, SessionPastError, or SessionStateError for one not announced.
    """
    session = lock_session(session, State.ANNOUNCED)
    if session.starts_at <= now:
        raise SessionPastError(session.pk)
    today = wall_of(now, session.zone)[:10]
    mailing = write_to_guests(
        session=session,
        guests=leave_out_excused(session, list_guests(session.cycle)),
        letter=REMINDER,
        key=f"session-remind:{session.pk}:{session.sequence}:{today}",
        now=now,
        not_after=session.starts_at,
    )
    if not mailing.queued:
        raise NobodyToTellError(session.pk)
    logger.info("session %s reminded by user %s", session.pk, user.pk)
    return mailing
