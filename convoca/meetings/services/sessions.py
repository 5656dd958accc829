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
    SessionStateError,
)
from convoca.meetings.models import Session
from convoca.meetings.queries import leave_out_excused, list_guests
from convoca.meetings.queries.guests import invite_key, occasion_of
from convoca.meetings.services.mailing import (
    ANNOUNCEMENT,
    CANCELLATION,
    REMINDER,
    Mailing,
    write_to_guests,
)
from convoca.meetings.services.schedule import instant_of, tell_change
from convoca.messaging.services import cancel_messages

logger = logging.getLogger(__name__)
State = Session.State
COMING = {State.PLANNED, State.ANNOUNCED}


@dataclass(frozen=True)
class Change:
    """What became of a session, whether its wall time occurs twice, and who is told."""

    session: Session
    happens_twice: bool
    told: int


def lock_session(session: Session, *states: str) -> Session:
    """Return a session held against other hands, or raise SessionStateError."""
    locked = (
        Session.objects.select_for_update(of=("self",))
        .select_related("cycle__community__association", "cycle__community__kind")
        .get(pk=session.pk)
    )
    if locked.state not in states:
        raise SessionStateError(locked.get_state_display())
    return locked


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
    *, session: Session, video_url: str, wall_start: str, topic: str, user: User, now: datetime
) -> Change:
    """Change link, hour or topic; an announced session is told again with SEQUENCE + 1.

    Excuses stay: the mail says how to take one back. Raises NothingChangedError,
    WallTimeError, SessionPastError, or SessionStateError.
    """
    session = lock_session(session, *COMING)
    wanted = (video_url, wall_start, topic)
    if wanted == (session.video_url, session.wall_start, session.topic):
        raise NothingChangedError(session.pk)
    instant = instant_of(wall_start, session.zone)
    if instant.at <= now:
        raise SessionPastError(session.pk)
    session.video_url, session.wall_start, session.topic = wanted
    session.starts_at = instant.at
    session.save(update_fields=["video_url", "wall_start", "topic", "starts_at"])
    told = tell_change(session, now=now) if session.state == State.ANNOUNCED else 0
    logger.info("session %s changed by user %s", session.pk, user.pk)
    return Change(session=session, happens_twice=instant.happens_twice, told=told)


@transaction.atomic
def cancel_session(*, session: Session, user: User, now: datetime) -> Mailing:
    """Call a session off; who was told gets a cancellation for the calendar."""
    session = lock_session(session, *COMING)
    was_announced = session.state == State.ANNOUNCED
    session.state = State.CANCELLED
    session.sequence += 1
    session.save(update_fields=["state", "sequence"])
    cancel_messages(occasions=[occasion_of(session)])
    logger.info("session %s cancelled by user %s", session.pk, user.pk)
    if not was_announced:
        return Mailing(queued=0, without_email=0)
    return write_to_guests(
        session=session,
        guests=list_guests(session.cycle),
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
