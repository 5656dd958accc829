"""Putting messages into the outbox: one by one, or a whole batch in as few queries."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import make_msgid

from django.db import transaction

from convoca.foundation.models import Association
from convoca.foundation.queue import DELIVER, nudge_after_commit
from convoca.messaging.models import Message
from convoca.messaging.queries import standing_messages
from convoca.messaging.services.texts import Letter, Recipient, Text

UNDO_TIME = timedelta(seconds=30)
"""How long the messages of a mass act wait before they leave, so that it can be undone."""
SIGN_IN = "sign_in"
"""The purpose of a code to sign in: somebody has a page open for it."""


@transaction.atomic
def queue_messages(
    *,
    association: Association,
    purpose: str,
    letters: Sequence[Letter],
    now: datetime,
    not_before: datetime | None = None,
) -> list[Message]:
    """Put a batch of messages into the outbox, each once: a `key` again returns the first one.

    Call it in the transaction of the decision. `now` names the batch; a mass act passes
    `not_before=now + UNDO_TIME`, see `undo_messages`. The messages come in the order of the
    letters; how many there are changes the number of queries only by the database's own limit.
    """
    made = Message.objects.bulk_create(
        [_row(association, purpose, letter, now, not_before or now) for letter in letters],
        ignore_conflicts=True,
    )
    standing = {each.key: each for each in standing_messages(letter.key for letter in letters)}
    if {row.message_id for row in made} & {each.message_id for each in standing.values()}:
        nudge_after_commit(DELIVER)
    return [standing[letter.key] for letter in letters]


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
    """Put one message into the outbox once, to leave now: the same `key` returns the first one.

    Call it in the transaction of the decision; `queue_messages` does a batch.
    """
    return queue_messages(
        association=association,
        purpose=purpose,
        letters=[Letter(key, occasion, recipient, text, not_after)],
        now=now,
    )[0]


def _row(
    association: Association, purpose: str, letter: Letter, now: datetime, next_try_at: datetime
) -> Message:
    return Message(
        association=association,
        key=letter.key,
        purpose=purpose,
        occasion=letter.occasion,
        link_reference=letter.text.link_reference,
        channel=letter.recipient.channel,
        to_address=letter.recipient.address,
        fallback_address=letter.recipient.fallback,
        to_name=letter.recipient.name,
        subject=letter.text.subject[:200],
        body=letter.text.body,
        calendar=letter.text.calendar,
        calendar_method=letter.text.calendar_method,
        template=letter.text.template,
        parameters=list(letter.text.parameters),
        is_list=letter.text.is_list,
        is_urgent=purpose == SIGN_IN,
        next_try_at=next_try_at,
        not_after=letter.not_after,
        created_at=now,
        message_id=make_msgid(domain="convoca"),
    )
