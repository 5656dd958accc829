"""Moving one session to another moment, and taking that back while its letters wait."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from convoca.directory.models import User
from convoca.meetings.core.clock import Instant
from convoca.meetings.errors import (
    NothingChangedError,
    PlaceForbiddenError,
    PlaceTakenError,
    SessionMovedError,
    SessionPastError,
)
from convoca.meetings.models import Session, SessionMove
from convoca.meetings.queries import list_guests
from convoca.meetings.queries.guests import invite_key, occasion_of
from convoca.meetings.queries.places import latest_move, workbench_of
from convoca.meetings.services.changes import tell_change
from convoca.meetings.services.locks import COMING, lock_session
from convoca.meetings.services.mailing import ANNOUNCEMENT, CHANGE, write_to_guests
from convoca.meetings.services.schedule import instant_of
from convoca.messaging.errors import UndoTooLateError
from convoca.messaging.models import Message
from convoca.messaging.services import UNDO_TIME, undo_messages
from convoca.workplan.queries import confirmed_plan
from convoca.workplan.queries.moving import Proposal
from convoca.workplan.queries.plan_words import moment_words
from convoca.workplan.services.standing import (
    hold_association,
    keep_standing,
    restore_standing,
)

logger = logging.getLogger(__name__)
LETTERS = [CHANGE.purpose, ANNOUNCEMENT.purpose]
SAVED = ["wall_start", "starts_at", "expert_name", "clock_changed_at"]


@dataclass(frozen=True)
class Wish:
    """Where a session should go and why; `seen` is where it was when the page was read."""

    wall_start: str
    seen: str
    reason: str
    insists: bool = False


@dataclass(frozen=True)
class Moved:
    """What became of a session, whether its wall time occurs twice, and how many are told."""

    session: Session
    happens_twice: bool
    told: int


@transaction.atomic
def move_session(*, session: Session, wish: Wish, user: User, now: datetime) -> Moved:
    """Move a session that is to come; who was told of it is told again with SEQUENCE + 1.

    A place that breaks rules wants `insists`; one that needs what another community holds at
    that hour is never given. What it uses is kept in its plan, so that others plan around it.

    Raises NothingChangedError, SessionMovedError, SessionPastError, WallTimeError,
    PlaceTakenError, PlaceForbiddenError, or SessionStateError.
    """
    session = lock_session(session, *COMING)
    if wish.wall_start == session.wall_start:
        raise NothingChangedError(session.pk)
    if wish.seen != session.wall_start:
        raise SessionMovedError(moment_words(datetime.fromisoformat(session.wall_start)))
    instant = instant_of(wish.wall_start, session.zone)
    if instant.at <= now:
        raise SessionPastError(session.pk)
    place = _judge(session, wish, now)
    _remember(session, wish, place, user, now)
    _put(session, instant, wish, place)
    told = tell_change(session, now=now) if session.state == Session.State.ANNOUNCED else 0
    logger.info("session %s moved by user %s", session.pk, user.pk)
    return Moved(session=session, happens_twice=instant.happens_twice, told=told)


def _judge(session: Session, wish: Wish, now: datetime) -> Proposal:
    hold_association(session.cycle)
    place = workbench_of(session, now=now).preview(datetime.fromisoformat(wish.wall_start))
    if place.is_firm:
        raise PlaceTakenError(" ".join(place.against))
    if place.against and not wish.insists:
        raise PlaceForbiddenError(" ".join(place.against))
    return place


def _remember(
    session: Session, wish: Wish, place: Proposal, user: User, now: datetime
) -> SessionMove:
    before = keep_standing(
        cycle=session.cycle,
        number=session.number,
        start=wish.wall_start,
        expert=place.expert_id,
        licence=place.licence_id,
    )
    return SessionMove.objects.create(
        session=session,
        from_wall=session.wall_start,
        to_wall=wish.wall_start,
        reason=wish.reason,
        against=list(place.rules),
        before={
            "standing": before,
            "expert_name": session.expert_name,
            "sequence": session.sequence,
        },
        at=now,
        by=user,
    )


def _put(session: Session, instant: Instant, wish: Wish, place: Proposal) -> None:
    session.wall_start, session.starts_at = wish.wall_start, instant.at
    session.clock_changed_at = None
    if place.is_other_expert:
        session.expert_name = place.expert
    session.save(update_fields=SAVED)


@transaction.atomic
def undo_move(*, session: Session, batch: datetime, user: User, now: datetime) -> int:
    """Put a session back where it was before its last move; return how many letters stay here.

    As long as nothing of it left, nobody learns of the move. Raises UndoTooLateError when the time
    to undo is over, or session or plan are others since, PlaceTakenError when another community
    took what it needs there, SessionStateError.
    """
    session = lock_session(session, *COMING)
    move = latest_move(session)
    is_last = move is not None and move.at == batch and session.wall_start == move.to_wall
    if move is None or not is_last or now > batch + UNDO_TIME or _is_replanned(move):
        raise UndoTooLateError(session.pk)
    back = Wish(move.from_wall, move.to_wall, move.reason, insists=True)
    _judge(session, back, now)
    restore_standing(cycle=session.cycle, number=session.number, before=move.before["standing"])
    session.wall_start = move.from_wall
    session.starts_at = instant_of(move.from_wall, session.zone).at
    session.expert_name = move.before["expert_name"]
    session.save(update_fields=SAVED)
    move.undone_at = now
    move.save(update_fields=["undone_at"])
    logger.info("move %s of session %s undone by user %s", move.pk, session.pk, user.pk)
    return _take_back(session, move, now)


def _is_replanned(move: SessionMove) -> bool:
    """Say whether the dates of the cycle are of a plan that stands since a move, or made it."""
    if not move.before:
        return True
    stands = confirmed_plan(move.session.cycle)
    return stands is not None and stands.confirmed_at is not None and stands.confirmed_at > move.at


def _take_back(session: Session, move: SessionMove, now: datetime) -> int:
    """Stop the letters of a move; if one has left already, all are told of the way back."""
    written = Message.objects.filter(occasion=occasion_of(session), purpose__in=LETTERS)
    letters = written.filter(key__startswith=f"{invite_key(session)}:")
    first_words = set(
        letters.filter(purpose=ANNOUNCEMENT.purpose).values_list("to_address", flat=True)
    )
    wanted = letters.exclude(state=Message.State.CANCELLED).count()
    stopped = undo_messages(occasions=[occasion_of(session)], purposes=LETTERS, batch=move.at)
    if len(stopped) < wanted:
        tell_change(session, now=now)
        return len(stopped)
    session.sequence = move.before["sequence"]
    session.save(update_fields=["sequence"])
    guests = [one for one in list_guests(session.cycle) if one.email in first_words]
    write_to_guests(
        session=session,
        guests=guests,
        letter=ANNOUNCEMENT,
        key=invite_key(session),
        now=now,
        not_after=session.starts_at,
    )
    return len(stopped)
