"""Sending again what did not leave: by a person's word, all at once, or to another address."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from convoca.foundation.models import Association
from convoca.foundation.queue import DELIVER, nudge_after_commit
from convoca.messaging.core.calendars import readdress_calendar
from convoca.messaging.errors import MessageStateError
from convoca.messaging.models import Message
from convoca.messaging.services.texts import Recipient

State = Message.State


@transaction.atomic
def settle_message(*, message: Message, was_sent: bool, now: datetime) -> Message:
    """Settle an uncertain or failed message by a person's word: it arrived, or it goes again.

    Raises MessageStateError when it is in neither state any more.
    """
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.state not in {State.UNCERTAIN, State.FAILED}:
        raise MessageStateError(message.pk)
    message.state = State.SENT if was_sent else State.QUEUED
    message.sent_at = now if was_sent else None
    message.next_try_at, message.attempts, message.error = now, 0, ""
    message.save()
    if not was_sent:
        nudge_after_commit(DELIVER)
    return message


@transaction.atomic
def retry_failed(*, association: Association, now: datetime) -> int:
    """Put every message that failed and is still worth sending back into the queue.

    Those that are uncertain stay: they may have arrived. Returns how many go again.
    """
    failed = Message.objects.filter(association=association, state=State.FAILED)
    again = _still_useful(failed, now=now).update(
        state=State.QUEUED, next_try_at=now, attempts=0, error=""
    )
    if again:
        nudge_after_commit(DELIVER)
    return again


@transaction.atomic
def readdress_messages(
    *, association: Association, to: Recipient, former: Collection[str], now: datetime
) -> int:
    """Send to the corrected address of `to` what failed or still waits at a former one.

    Several people may share an address, so the name must be that of `to` as well. What still
    waits to be undone keeps its moment; what was tried goes at once, as if for the first
    time. Nothing that left, or may have, goes again. Returns how many were changed.
    """
    open_ones = Message.objects.select_for_update().filter(
        association=association,
        to_name=to.name,
        to_address__in=former,
        state__in=[State.QUEUED, State.FAILED],
    )
    changed = list(_still_useful(open_ones, now=now))
    for message in changed:
        if message.state == State.FAILED or message.attempts:
            message.next_try_at = now
        message.calendar = readdress_calendar(
            message.calendar, former=message.to_address, address=to.address
        )
        message.to_address, message.state = to.address, State.QUEUED
        message.attempts, message.error = 0, ""
    fields = ["to_address", "calendar", "state", "next_try_at", "attempts", "error"]
    Message.objects.bulk_update(changed, fields)
    if changed:
        nudge_after_commit(DELIVER)
    return len(changed)


def _still_useful(messages: QuerySet[Message], *, now: datetime) -> QuerySet[Message]:
    return messages.filter(Q(not_after__isnull=True) | Q(not_after__gt=now))
