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

    One that was held back may go again too; where its address still gets nothing, it is held
    back anew. Raises MessageStateError when it is in none of these states any more.
    """
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.state not in Message.TROUBLE - ({State.SUPPRESSED} if was_sent else set()):
        raise MessageStateError(message.pk)
    message.state = State.SENT if was_sent else State.QUEUED
    message.sent_at = now if was_sent else None
    message.next_try_at, message.attempts, message.error = now, 0, ""
    message.reserved_by, message.reserved_until = "", None
    message.save()
    if not was_sent:
        nudge_after_commit(DELIVER)
    return message


@transaction.atomic
def retry_failed(
    *, association: Association, now: datetime, not_before: datetime | None = None
) -> int:
    """Put every message that failed and is still worth sending back into the queue.

    Those that are uncertain stay: they may have arrived. A mass act passes
    `not_before=now + UNDO_TIME`, see `undo_retry`. Returns how many go again; until they
    leave they keep the sentence that says why they failed.
    """
    failed = Message.objects.filter(association=association, state=State.FAILED)
    again = _still_useful(failed, now=now).update(
        state=State.QUEUED, next_try_at=not_before or now, attempts=0, reserved_by=""
    )
    if again:
        nudge_after_commit(DELIVER)
    return again


@transaction.atomic
def undo_retry(*, association: Association, batch: datetime) -> int:
    """Let those that were to go again at the moment `batch` be failed as before; return how many.

    Those that are leaving, or have left, do not change.
    """
    waiting = Message.objects.filter(
        association=association, state=State.QUEUED, next_try_at=batch, attempts=0
    )
    return waiting.exclude(error="").update(state=State.FAILED)


@transaction.atomic
def readdress_messages(
    *, association: Association, to: Recipient, former: Collection[str], now: datetime
) -> int:
    """Send to the corrected address of `to` what failed, waits or is held back at a former one.

    A worker that has reserved one with the former address cannot start it any more. Several
    people may share an address, so the name must be that of `to` as well. What still waits to
    be undone keeps its moment; what was tried goes at once, as if for the first time. Nothing
    that left, or may have, goes again. Returns how many were changed.
    """
    open_ones = Message.objects.select_for_update().filter(
        association=association,
        to_name=to.name,
        to_address__in=former,
        state__in=[State.QUEUED, State.FAILED, State.SUPPRESSED],
    )
    changed = list(_still_useful(open_ones, now=now))
    for message in changed:
        if message.state != State.QUEUED or message.attempts:
            message.next_try_at = now
        message.calendar = readdress_calendar(
            message.calendar, former=message.to_address, address=to.address
        )
        message.to_address, message.state = to.address, State.QUEUED
        message.attempts, message.error = 0, ""
        message.reserved_by, message.reserved_until = "", None
    fields = ["to_address", "calendar", "state", "next_try_at", "attempts", "error"]
    fields += ["reserved_by", "reserved_until"]
    Message.objects.bulk_update(changed, fields)
    if changed:
        nudge_after_commit(DELIVER)
    return len(changed)


def _still_useful(messages: QuerySet[Message], *, now: datetime) -> QuerySet[Message]:
    return messages.filter(Q(not_after__isnull=True) | Q(not_after__gt=now))
