"""The minutes (acta) of a session."""

import logging
from datetime import datetime

from django.db import transaction

from convoca.directory.models import User
from convoca.meetings.errors import MinutesMissingError, NobodyToTellError
from convoca.meetings.models import SentMinutes, Session
from convoca.meetings.queries import list_guests
from convoca.meetings.queries.guests import occasion_of
from convoca.meetings.queries.minutes import minutes_key, minutes_to_send
from convoca.meetings.services.locks import COMING, lock_session
from convoca.meetings.services.mailing import MINUTES, Mailing, write_to_guests
from convoca.messaging.models import Message
from convoca.messaging.queries import list_occasion
from convoca.messaging.services import cancel_messages

logger = logging.getLogger(__name__)


@transaction.atomic
def save_minutes(*, session: Session, text: str, user: User, now: datetime) -> Session:
    """Keep the text of the minutes; it may be written before, during and after the session.

    What was sent stays as it was sent until a correction is sent.
    """
    session = lock_session(session, *COMING, Session.State.HELD)
    session.minutes_draft = text.strip()
    session.save(update_fields=["minutes_draft"])
    logger.info("minutes of session %s saved by user %s at %s", session.pk, user.pk, now)
    return session


@transaction.atomic
def send_minutes(*, session: Session, user: User, now: datetime) -> Mailing:
    """Send the minutes of a held session to all who take part in the cycle, and publish them.

    A corrected text goes to all again, and stops the one before where it still waits; the same
    text goes to each person once. Raises MinutesMissingError, NobodyToTellError, or
    SessionStateError before the session is held.
    """
    session = lock_session(session, Session.State.HELD)
    if not session.minutes_draft:
        raise MinutesMissingError(session.pk)
    minutes = minutes_to_send(session)
    if minutes.pk is None:
        _publish(session, minutes, now)
    mailing = write_to_guests(
        session=session,
        guests=list_guests(session.cycle),
        letter=MINUTES,
        key=minutes_key(minutes),
        now=now,
    )
    if not mailing.queued:
        raise NobodyToTellError(session.pk)
    logger.info("minutes of session %s sent by user %s", session.pk, user.pk)
    return mailing


def _publish(session: Session, minutes: SentMinutes, now: datetime) -> None:
    minutes.sent_at = now
    minutes.save()
    _show(session, minutes)
    cancel_messages(occasions=[occasion_of(session)])


def _show(session: Session, minutes: SentMinutes | None) -> None:
    session.minutes_text = minutes.text if minutes else ""
    session.minutes_sent_at = minutes.sent_at if minutes else None
    session.save(update_fields=["minutes_text", "minutes_sent_at"])


def unpublish_unsent(session: Session) -> None:
    """Take back the texts that nobody was sent any more; the one before them stands again.

    Call it with the row of the session held, after letters were undone.
    """
    texts = list(session.sent_minutes.all())
    while texts and not _was_sent(texts[-1]):
        texts.pop().delete()
    _show(session, texts[-1] if texts else None)


def _was_sent(minutes: SentMinutes) -> bool:
    letters = list_occasion(occasion_of(minutes.session), MINUTES.purpose)
    letters = letters.filter(key__startswith=f"{minutes_key(minutes)}:")
    return letters.exclude(state=Message.State.CANCELLED).exists()
