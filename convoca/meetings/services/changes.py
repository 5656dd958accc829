"""What changes an announced session: told to who was told of it. Also the clock itself."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from convoca.meetings.errors import WallTimeError
from convoca.meetings.models import Session
from convoca.meetings.queries import Guest, list_guests, read_told
from convoca.meetings.queries.guests import invite_key, occasion_of
from convoca.meetings.services.farewells import take_leave
from convoca.meetings.services.locks import COMING
from convoca.meetings.services.mailing import ANNOUNCEMENT, CHANGE, Letter, write_to_guests
from convoca.meetings.services.schedule import instant_of
from convoca.messaging.services import cancel_messages

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ClockChanges:
    """What became of coming sessions when clocks changed.

    `moved` are at another instant now; in `impossible` the wall time is gone, so a person
    must choose another.
    """

    moved: list[Session]
    impossible: list[Session]


def follow_clock_changes(*, now: datetime) -> ClockChanges:
    """Move the instants of coming sessions to where their wall times are now.

    A government may change the clock between the plan and the session; the wall time is what
    was agreed. Guests who were told get the event again. Each session stands alone: one whose
    wall time does not exist any more stays as it was.
    """
    changes = ClockChanges([], [])
    for session_id in _coming(now).values_list("pk", flat=True):
        try:
            changes.moved.extend(_follow_clock(session_id, now))
        except WallTimeError:
            changes.impossible.append(Session.objects.get(pk=session_id))
            logger.warning("session %s has a wall time that is gone", session_id)
    return changes


def _coming(now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(starts_at__gt=now, state__in=COMING)


@transaction.atomic
def _follow_clock(session_id: int, now: datetime) -> list[Session]:
    coming = _coming(now).select_related("cycle__community__association")
    session = coming.select_for_update(of=("self",)).filter(pk=session_id).first()
    if session is None:
        return []
    at = instant_of(session.wall_start, session.zone).at
    if at == session.starts_at:
        return []
    session.starts_at = at
    session.save(update_fields=["starts_at"])
    if session.state == Session.State.ANNOUNCED:
        tell_change(session, now=now)
    return [session]


def tell_change(session: Session, *, now: datetime) -> int:
    """Tell who was told of an announced session that it is different now; return how many.

    What waited to leave about the session as it was is cancelled: it would be wrong. For whom
    that was the first word, the announcement comes as it is now. Who left gets the event taken
    out instead; who joined since and was never told waits for the next announcement.
    """
    session.sequence += 1
    session.save(update_fields=["sequence"])
    take_leave(session, now=now)
    expect_it = read_told(session).expect_it
    cancel_messages(occasions=[occasion_of(session)])
    have_it = read_told(session).have_it  # after: a letter may have begun to leave meanwhile
    guests = list_guests(session.cycle)
    knowing = [guest for guest in guests if guest.person.pk in have_it]
    expecting = [guest for guest in guests if guest.person.pk in expect_it - have_it.keys()]
    return _tell(session, CHANGE, knowing, now) + _tell(session, ANNOUNCEMENT, expecting, now)


def _tell(session: Session, letter: Letter, guests: Sequence[Guest], now: datetime) -> int:
    mailing = write_to_guests(
        session=session,
        guests=guests,
        letter=letter,
        key=invite_key(session),
        now=now,
        not_after=session.starts_at,
    )
    return mailing.queued
