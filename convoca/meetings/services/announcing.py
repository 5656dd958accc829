"""Telling of all the sessions of a cycle at once."""

from datetime import datetime

from django.db import transaction

from convoca.cycles.models import Cycle
from convoca.directory.models import User
from convoca.meetings.errors import NobodyToTellError, SessionStateError
from convoca.meetings.models import Session
from convoca.meetings.queries.overview import sessions_to_tell
from convoca.meetings.services.mailing import Mailing
from convoca.meetings.services.sessions import announce_session
from convoca.meetings.services.undo import undo_mailing
from convoca.messaging.errors import UndoTooLateError


@transaction.atomic
def announce_sessions(*, cycle: Cycle, user: User, now: datetime) -> Mailing:
    """Tell all who take part of every session to come that they were not told of as it is.

    One letter a session, each with its event. Raises NobodyToTellError when all were told.
    """
    queued, without_email = 0, 0
    for session in sessions_to_tell(cycle, now=now):
        try:
            mailing = announce_session(session=session, user=user, now=now)
        except (NobodyToTellError, SessionStateError):
            continue  # somebody else told of it, or called it off, a moment ago
        queued += mailing.queued
        without_email = max(without_email, mailing.without_email)
    if not queued:
        raise NobodyToTellError(cycle.pk)
    return Mailing(queued, without_email)


@transaction.atomic
def undo_announcing(*, cycle: Cycle, batch: datetime) -> int:
    """Take back the letters of `announce_sessions` that still wait; return how many.

    Raises UndoTooLateError when none does.
    """
    undone = 0
    for session in Session.objects.filter(cycle=cycle):
        try:
            undone += undo_mailing(session=session, batch=batch)
        except UndoTooLateError:
            continue
    if not undone:
        raise UndoTooLateError(cycle.pk)
    return undone
