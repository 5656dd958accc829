"""Putting messages into the outbox, and taking them back before they leave."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import make_msgid

from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string

from convoca.foundation.models import Association
from convoca.foundation.queue import DELIVER, nudge_after_commit
from convoca.messaging.errors import MessageStateError
from convoca.messaging.models import Message

SUBJECT_MARK = "Asunto: "


@dataclass(frozen=True)
class Recipient:
    """Where a message goes; messaging knows addresses, never people."""

    address: str
    name: str


@dataclass(frozen=True)
class Text:
    """What a message says; the body may hold marks of personal links."""

    subject: str
    body: str
    calendar: str = ""
    calendar_method: str = ""


def write_text(
    template: str, context: dict[str, object], *, calendar: str = "", calendar_method: str = ""
) -> Text:
    """Write a message from a template whose first line is its subject ("Asunto: …")."""
    head, _, body = render_to_string(template, context).strip().partition("\n")
    return Text(
        subject=" ".join(head.removeprefix(SUBJECT_MARK).split()),
        body=body.strip() + "\n",
        calendar=calendar,
        calendar_method=calendar_method,
    )


def queue_message(
    *,
    association: Association,
    key: str,
    purpose: str,
    occasion: str,
    recipient: Recipient,
    text: Text,
    now: datetime,
    not_after: datetime | None = None,
) -> Message:
    """Put a message into the outbox once: the same `key` again returns the first one.

    Call it in the transaction of the decision. `occasion` ("session:12") lets it be
    cancelled; after `not_after` it is no use any more and is dropped.
    """
    message, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "association": association,
            "purpose": purpose,
            "occasion": occasion,
            "to_address": recipient.address,
            "to_name": recipient.name,
            "subject": text.subject[:200],
            "body": text.body,
            "calendar": text.calendar,
            "calendar_method": text.calendar_method,
            "next_try_at": now,
            "not_after": not_after,
            "created_at": now,
            "message_id": make_msgid(domain="convoca"),
        },
    )
    if is_new:
        nudge_after_commit(DELIVER)
    return message


def cancel_messages(*, occasion: str) -> int:
    """Cancel what waits for an occasion that will not be; return how many.

    What a worker has in hand may still leave; if it comes back to the queue, it is dropped.
    """
    messages = Message.objects.filter(occasion=occasion)
    messages.filter(state=Message.State.LEASED).update(not_after=F("created_at"))
    return messages.filter(state=Message.State.QUEUED).update(state=Message.State.CANCELLED)


@transaction.atomic
def settle_message(*, message: Message, was_sent: bool, now: datetime) -> Message:
    """Settle an uncertain message by a person's word: it arrived, or it goes again.

    Raises MessageStateError when it is not uncertain any more.
    """
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.state not in {Message.State.UNCERTAIN, Message.State.FAILED}:
        raise MessageStateError(message.pk)
    message.state = Message.State.SENT if was_sent else Message.State.QUEUED
    message.sent_at = now if was_sent else None
    message.next_try_at, message.attempts, message.error = now, 0, ""
    message.save()
    if not was_sent:
        nudge_after_commit(DELIVER)
    return message
