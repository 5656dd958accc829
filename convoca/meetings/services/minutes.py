"""The minutes (acta) of a session."""

import hashlib
import logging
from datetime import datetime

from django.db import transaction

from convoca.directory.models import User
from convoca.meetings.errors import MinutesMissingError, NobodyToTellError
from convoca.meetings.models import Session
from convoca.meetings.queries import list_guests
from convoca.meetings.services.mailing import MINUTES, Mailing, write_to_guests
from convoca.meetings.services.sessions import COMING, lock_session

logger = logging.getLogger(__name__)


@transaction.atomic
def save_minutes(*, session: Session, text: str, user: User, now: datetime) -> Session:
    """Keep the text of the minutes; it may be written before, during and after the session."""
    session = lock_session(session, *COMING, Session.State.HELD)
    session.minutes_text = text.strip()
    session.save(update_fields=["minutes_text"])
    logger.info("minutes of session %s saved by user %s at %s", session.pk, user.pk, now)
    return session


@transaction.atomic
def send_minutes(*, session: Session, user: User, now: datetime) -> Mailing:
    """Send the minutes of a held session to all who take part in the cycle.

    A corrected text may be sent again; the same text goes to each person once. Raises
    MinutesMissingError, NobodyToTellError, or SessionStateError before the session is held.
    """
    session = lock_session(session, Session.State.HELD)
    if not session.minutes_text:
        raise MinutesMissingError(session.pk)
    version = hashlib.sha256(session.minutes_text.encode()).hexdigest()[:12]
    mailing = write_to_guests(
        session=session,
        guests=list_guests(session.cycle),
        letter=MINUTES,
        key=f"session-minutes:{session.pk}:{version}",
        now=now,
    )
    if not mailing.queued:
        raise NobodyToTellError(session.pk)
    session.minutes_sent_at = now
    session.save(update_fields=["minutes_sent_at"])
    logger.info("minutes of session %s sent by user %s", session.pk, user.pk)
    return mailing
