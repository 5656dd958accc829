"""Reading the mailbox that our mails come back to."""

import logging
from datetime import datetime

from django.conf import settings

from convoca.messaging.channels.imap import read_unseen
from convoca.messaging.models import InboundEvent
from convoca.messaging.services.inbox import nudge_inbox, store_event

logger = logging.getLogger(__name__)
MOST_AT_ONCE = 500


def read_mailbox(*, now: datetime, most: int = MOST_AT_ONCE) -> int:
    """Keep each unread mail as an event, then mark it read; return how many were.

    What is kept twice, because the line was cut in between, is one event. In a rehearsal, and
    where no mailbox is set, nothing is read. Raises ChannelDownError.
    """
    if settings.REHEARSAL or settings.BOUNCES_MAILBOX is None:
        return 0

    def keep(content: bytes) -> None:
        store_event(source=InboundEvent.Source.MAIL, content=content, now=now)

    read = read_unseen(settings.BOUNCES_MAILBOX, keep, most=most)
    if read:
        nudge_inbox()
        logger.info("%s mails came in", read)
    return read
