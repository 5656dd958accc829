"""Undoing a mass act about a session while its letters wait."""

from datetime import datetime

from django.db import transaction

from convoca.meetings.models import Session
from convoca.meetings.queries import read_told
from convoca.meetings.queries.guests import occasion_of
from convoca.meetings.services.mailing import UNDOABLE
from convoca.meetings.services.minutes import unpublish_unsent
from convoca.messaging.errors import UndoTooLateError
from convoca.messaging.services import undo_messages


@transaction.atomic
def undo_mailing(*, session: Session, batch: datetime) -> int:
    """Take back the letters of one mass act that still wait; return how many.

    The same may be sent later. A session that nobody was told of any more goes back to
    planned; minutes that nobody was sent are not published. Raises UndoTooLateError.
    """
    session = Session.objects.select_for_update().get(pk=session.pk)
    undone = undo_messages(occasions=[occasion_of(session)], purposes=UNDOABLE, batch=batch)
    if not undone:
        raise UndoTooLateError(session.pk)
    if session.state == Session.State.ANNOUNCED:
        _forget_announcement(session)
    if session.minutes_sent_at:
        unpublish_unsent(session)
    return len(undone)


def _forget_announcement(session: Session) -> None:
    told = read_told(session)
    if not told.have_it and not told.expect_it:
        session.state = Session.State.PLANNED
        session.save(update_fields=["state"])
