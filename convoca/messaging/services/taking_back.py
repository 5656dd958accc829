"""Taking messages back before they leave. One that is cancelled frees its key.

What a worker has in hand may still leave; if it comes back to the queue, it is dropped.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from convoca.messaging.models import Message

State = Message.State


def cancel_messages(*, occasions: Collection[str], purposes: Collection[str] = ()) -> int:
    """Cancel what waits for occasions that will not be; return how many.

    Of all purposes where none is named. What failed is cancelled too: nobody sends it again.
    """
    messages = Message.objects.filter(occasion__in=occasions)
    return _cancel(messages.filter(purpose__in=purposes) if purposes else messages)


def cancel_letters(*, references: Collection[str]) -> int:
    """Cancel what waits or failed with one of these personal links in it; return how many.

    References are the public names of links, see `foundation.links`. What holds the links of
    several occasions, as a mail that sends them all again, is not cancelled for one of them.
    """
    return _cancel(Message.objects.filter(link_reference__in=references))


@transaction.atomic
def undo_messages(
    *, occasions: Collection[str], purposes: Collection[str], batch: datetime | None = None
) -> list[str]:
    """Undo a mass act as far as its messages wait, so that the same may be sent later.

    `batch` is the `now` it was queued with; None stands for any. Returns the occasion of each
    message that was stopped; nothing of what left, or is leaving, changes.
    """
    waiting = Message.objects.select_for_update().filter(
        occasion__in=occasions, purpose__in=purposes, state=State.QUEUED
    )
    if batch is not None:
        waiting = waiting.filter(created_at=batch)
    stopped = dict(waiting.values_list("pk", "occasion"))
    Message.objects.filter(pk__in=stopped).update(state=State.CANCELLED)
    return list(stopped.values())


def _cancel(messages: QuerySet[Message]) -> int:
    messages.filter(state=State.LEASED).update(not_after=F("created_at"))
    stopped = messages.filter(state__in=[State.QUEUED, State.FAILED])
    return stopped.update(state=State.CANCELLED)
