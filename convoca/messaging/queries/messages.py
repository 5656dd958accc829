"""Reading the outbox."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from convoca.foundation.errors import NotFoundError
from convoca.foundation.models import Association
from convoca.messaging.models import Message


def list_messages(
    association: Association, *, state: str = "", channel: str = "", query: str = ""
) -> QuerySet[Message]:
    """List the messages of an association, the newest first.

    Of one state or channel where it is named; `query` is part of a name or an address.
    """
    messages = Message.objects.filter(association=association).order_by("-created_at", "-pk")
    if state:
        messages = messages.filter(state=state)
    if channel:
        messages = messages.filter(channel=channel)
    if query:
        messages = messages.filter(Q(to_address__icontains=query) | Q(to_name__icontains=query))
    return messages


def count_by_channel(association: Association) -> dict[tuple[str, str], int]:
    """Count the messages of an association by channel and state."""
    rows = Message.objects.filter(association=association).values_list("channel", "state")
    counted = rows.annotate(n=Count("pk")).order_by("channel", "state")
    return {(channel, state): n for channel, state, n in counted}


def count_by_state(association: Association) -> dict[str, int]:
    """Count the messages of an association by state."""
    rows = Message.objects.filter(association=association).values("state")
    return {row["state"]: row["n"] for row in rows.annotate(n=Count("pk")).order_by("state")}


def get_visible_message(association: Association, message_id: int) -> Message:
    """Return a message of this association, or raise NotFoundError."""
    message = Message.objects.filter(association=association, pk=message_id).first()
    if message is None:
        raise NotFoundError(message_id)
    return message


def count_going_again(association: Association, *, batch: datetime, now: datetime) -> int:
    """Count what failed and goes again at the moment `batch`, while that can be undone."""
    waiting = Message.objects.filter(
        association=association, state=Message.State.QUEUED, next_try_at=batch, attempts=0
    )
    return waiting.exclude(error="").count() if batch > now else 0


def list_occasion(occasion: str, purpose: str) -> QuerySet[Message]:
    """List the messages of one occasion and purpose: who was told, and how it went."""
    return Message.objects.filter(occasion=occasion, purpose=purpose)


def standing_messages(keys: Iterable[str]) -> QuerySet[Message]:
    """Return the messages that hold these keys: all but the cancelled, which free theirs."""
    return Message.objects.filter(key__in=list(keys)).exclude(state=Message.State.CANCELLED)


def standing_keys(keys: Iterable[str]) -> set[str]:
    """Return which of these keys are taken, so that nothing is written under them again."""
    return set(standing_messages(keys).values_list("key", flat=True))


def told_occasions(occasions: Collection[str], *, batch: datetime | None = None) -> set[str]:
    """Return for which of these occasions something waits, is leaving or has left.

    `batch` is the `now` it was queued with; None stands for any.
    """
    standing = Message.objects.filter(occasion__in=occasions).exclude(state=Message.State.CANCELLED)
    if batch is not None:
        standing = standing.filter(created_at=batch)
    return set(standing.values_list("occasion", flat=True))


def last_batch(*, occasion: str, purpose: str, now: datetime) -> datetime | None:
    """Return the moment that names the last mass act still in its time to be undone, or None."""
    waiting = Message.objects.filter(
        occasion=occasion,
        purpose=purpose,
        state=Message.State.QUEUED,
        next_try_at__gt=now,
        attempts=0,
    )
    return waiting.order_by("-created_at").values_list("created_at", flat=True).first()


def oldest_waiting_s() -> int:
    """Return for how many seconds the oldest due message has waited; 0 when none waits."""
    now = timezone.now()
    due = Message.objects.filter(state=Message.State.QUEUED, next_try_at__lte=now)
    oldest = due.order_by("next_try_at").values_list("next_try_at", flat=True).first()
    return int((now - oldest).total_seconds()) if oldest else 0
