"""What changes an announced session: told to who was told of it. Also the clock itself."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from convoca.directory.models import User
from convoca.meetings.errors import NobodyToTellError, WallTimeError
from convoca.meetings.models import Session
from convoca.meetings.queries import Guest, list_guests, read_told
from convoca.meetings.queries.calendar import summary_of
from convoca.meetings.queries.guests import invite_key, occasion_of
from convoca.meetings.queries.told import last_told
from convoca.meetings.services.farewells import take_leave
from convoca.meetings.services.locks import COMING, lock_session
from convoca.meetings.services.mailing import (
    ANNOUNCEMENT,
    CHANGE,
    Before,
    Letter,
    Mailing,
    write_to_guests,
)
from convoca.meetings.services.schedule import instant_of
from convoca.messaging.services import cancel_messages

logger = logging.getLogger(__name__)


TIME_TO_TELL = timedelta(hours=20)
"""How long a person has to tell of a clock change before it is told without one."""
SOON = timedelta(days=2)
"""A session as near as this is told of at once."""


@dataclass(frozen=True)
class ClockChanges:
    """What became of coming sessions when clocks changed.

    `moved` are at another instant now; in `impossible` the wall time is gone, so a person
    must choose another. Guests of `told` got the event again.
    """

    moved: list[Session]
    impossible: list[Session]
    told: list[Session]


def follow_clock_changes(*, now: datetime) -> ClockChanges:
    """Move the instants of coming sessions to where their wall times are now.

    A government may change the clock between the plan and the session; the wall time is what
    was agreed. Telling the guests waits for a person, for TIME_TO_TELL and while the session is
    not SOON; then it is done without one. Each session stands alone: one whose wall time does
    not exist any more stays as it was.
    """
    changes = ClockChanges([], [], [])
    for session_id in _coming(now).values_list("pk", flat=True):
        try:
            changes.moved.extend(_follow_clock(session_id, now))
        except WallTimeError:
            changes.impossible.append(Session.objects.get(pk=session_id))
            logger.warning("session %s has a wall time that is gone", session_id)
    waiting = _coming(now).filter(clock_changed_at__isnull=False)
    due = waiting.filter(Q(clock_changed_at__lte=now - TIME_TO_TELL) | Q(starts_at__lte=now + SOON))
    for session_id in due.values_list("pk", flat=True):
        changes.told.extend(_tell_clock(session_id, now))
    return changes


def _coming(now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(starts_at__gt=now, state__in=COMING)


def _held(session_id: int, now: datetime) -> Session | None:
    coming = _coming(now).select_related("cycle__community__association")
    return coming.select_for_update(of=("self",)).filter(pk=session_id).first()


@transaction.atomic
def _follow_clock(session_id: int, now: datetime) -> list[Session]:
    session = _held(session_id, now)
    if session is None:
        return []
    at = instant_of(session.wall_start, session.zone).at
    if at == session.starts_at:
        return []
    session.starts_at = at
    if session.state == Session.State.ANNOUNCED:
        session.clock_changed_at = session.clock_changed_at or now
    session.save(update_fields=["starts_at", "clock_changed_at"])
    return [session]


@transaction.atomic
def _tell_clock(session_id: int, now: datetime) -> list[Session]:
    session = _held(session_id, now)
    if session is None or session.clock_changed_at is None:
        return []
    tell_change(session, now=now)
    return [session]


@transaction.atomic
def tell_clock_change(*, session: Session, user: User, now: datetime) -> Mailing:
    """Tell the guests of a session that its instant is another by law, with SEQUENCE + 1.

    Raises NobodyToTellError when they were told, or there was nothing to tell.
    """
    session = lock_session(session, Session.State.ANNOUNCED)
    if session.clock_changed_at is None:
        raise NobodyToTellError(session.pk)
    told = tell_change(session, now=now)
    logger.info("clock change of session %s told by user %s", session.pk, user.pk)
    return Mailing(queued=told, without_email=0)


def tell_change(session: Session, *, now: datetime) -> int:
    """Tell who was told of an announced session that it is different now; return how many.

    What waited to leave about the session as it was is cancelled: it would be wrong. For whom
    that was the first word, the announcement comes as it is now. Who left gets the event taken
    out instead; who joined since and was never told waits for the next announcement.
    """
    by_clock = session.clock_changed_at is not None
    session.sequence += 1
    session.clock_changed_at = None
    session.save(update_fields=["sequence", "clock_changed_at"])
    take_leave(session, now=now)
    expect_it = read_told(session).expect_it
    cancel_messages(occasions=[occasion_of(session)])
    have_it = read_told(session).have_it  # after: a letter may have begun to leave meanwhile
    before = _before(session, by_clock=by_clock)
    guests = list_guests(session.cycle)
    knowing = [guest for guest in guests if guest.person.pk in have_it]
    expecting = [guest for guest in guests if guest.person.pk in expect_it - have_it.keys()]
    told = _tell(session, CHANGE, knowing, now, before=before)
    return told + _tell(session, ANNOUNCEMENT, expecting, now)


def _before(session: Session, *, by_clock: bool) -> Before | None:
    """Say how a session differs from what its guests were told last."""
    told = last_told(session)
    if told is None:
        return None
    return Before(
        starts_at=told.starts_at,
        is_moved=told.starts_at != session.starts_at,
        is_by_clock=by_clock,
        is_other_topic=told.summary != summary_of(session),
        is_other_call=told.video_url != session.video_url,
    )


def _tell(
    session: Session,
    letter: Letter,
    guests: Sequence[Guest],
    now: datetime,
    before: Before | None = None,
) -> int:
    mailing = write_to_guests(
        session=session,
        guests=guests,
        letter=letter,
        key=invite_key(session),
        now=now,
        not_after=session.starts_at,
        before=before,
    )
    return mailing.queued
