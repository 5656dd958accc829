"""Mails that came in: notices about ours, wishes to leave the lists. Nothing is ever answered."""

import logging
from datetime import datetime
from email.message import Message as Mail

from convoca.messaging.core.dsn import Kind, read_notice
from convoca.messaging.core.mails import (
    addressees_of,
    header_of,
    message_ids_in,
    parse_mail,
)
from convoca.messaging.core.replies import read_calendar_reply
from convoca.messaging.models import Message
from convoca.messaging.services.addresses import UNSUBSCRIBE_WORD, find_by_return_address
from convoca.messaging.services.bounces import ReturnedMail, note_complaint, settle_bounce
from convoca.messaging.services.unsubscribing import unsubscribe

logger = logging.getLogger(__name__)


def apply_mail(content: bytes, *, received_at: datetime) -> bool:
    """Apply a raw mail; return whether it was of any use here.

    An automatic answer is known and ends here. Not of use: a person's words, a notice about a
    mail that is none of ours, and the answer of a calendar, which rooms above know.
    """
    mail = parse_mail(content)
    if _wishes_to_leave(mail, now=received_at):
        return True
    if read_calendar_reply(mail) is not None:
        return False
    notice = read_notice(mail)
    if notice.kind is Kind.AUTO_REPLY:
        return True
    found = None if notice.kind is Kind.OTHER else _find(mail)
    if found is None:
        return False
    message, is_certain = found
    if notice.kind is Kind.COMPLAINED:
        note_complaint(message=message, now=received_at)
        return True
    settle_bounce(returned=ReturnedMail(message, notice, is_certain=is_certain), now=received_at)
    return True


def _find(mail: Mail) -> tuple[Message, bool] | None:
    """Return the message a notice is about, and whether its return address says so."""
    for address in addressees_of(mail):
        message = find_by_return_address(address)
        if message is not None:
            return message, True
    ids = message_ids_in(mail)
    message = Message.objects.filter(message_id__in=ids, channel=Message.Channel.EMAIL).first()
    return (message, False) if message else None


def _wishes_to_leave(mail: Mail, *, now: datetime) -> bool:
    word, _blank, token = header_of(mail, "Subject").partition(" ")
    if word.upper() != UNSUBSCRIBE_WORD:
        return False
    return unsubscribe(token=token.strip(), now=now) is not None
