"""The rows of a delivery: reserved in batches, started one by one, recorded.

A reservation costs nothing when its worker dies: it ends and another worker reserves. What is
started (*leased*) and never recorded becomes *incierto*: nobody can know whether the provider
took it. Both have an end that lies near; one that lies further ahead than it can was written
by a clock that has since gone back, and counts as ended. The word of the worker that has a
message in hand still counts after that: it alone knows what became of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from convoca.foundation.hashes import hash_address
from convoca.messaging.core.backoff import LONGEST_ASKED_WAIT
from convoca.messaging.errors import ChannelUncertainError
from convoca.messaging.models import Message

State = Message.State
BATCH = 50
RESERVATION = timedelta(minutes=1)
LEASE = timedelta(minutes=5)
"""Longer than all waits of one exchange with a provider together."""
SKEW = timedelta(minutes=1)

# As text and as one statement, which is a transaction by itself: Django takes over ten times as
# long to write two such updates as the database to carry them out, and two roundtrips more to
# begin and end a transaction, for each message: see tools/bench_mail.py.
RECORD_AND_START = """
UPDATE messaging_message SET
  state = CASE WHEN id = %(next)s THEN 'leased' ELSE 'sent' END,
  attempts = CASE WHEN id = %(next)s THEN attempts + 1 ELSE attempts END,
  leased_until = CASE WHEN id = %(next)s THEN %(leased_until)s ELSE NULL END,
  sent_at = CASE WHEN id = %(next)s THEN sent_at ELSE %(sent_at)s END,
  provider_id = CASE WHEN id = %(next)s THEN provider_id ELSE %(provider_id)s END,
  error = CASE WHEN id = %(next)s THEN error ELSE '' END
WHERE (id = %(next)s AND state = 'queued' AND reserved_by = %(sender)s
    AND (not_after IS NULL OR not_after > %(now)s)
    AND NOT EXISTS (SELECT 1 FROM messaging_suppression WHERE channel = %(channel)s
      AND address_hash = %(address_hash)s AND ended_at IS NULL AND scope IN ('all', %(scope)s))
    AND NOT EXISTS (SELECT 1 FROM messaging_channelpause WHERE channel = %(channel)s
      AND since_at <= %(now)s
      AND (ended_at > %(now)s OR (ended_at IS NULL AND NOT %(is_urgent)s))))
  OR (id = %(before)s AND state IN ('leased', 'uncertain')
    AND reserved_by = %(sender)s AND attempts = %(attempts)s)
RETURNING id
"""


@dataclass(frozen=True)
class Sent:
    """A message that its provider took, and is yet to be recorded."""

    message: Message
    at: datetime
    provider_id: str


@transaction.atomic
def settle_lost_leases(*, now: datetime) -> int:
    """Mark what was started and never recorded as uncertain; drop what came too late."""
    Message.objects.filter(state=State.QUEUED, not_after__lte=now).update(
        state=State.CANCELLED, error=too_late()
    )
    ended = Q(leased_until__lte=now) | Q(leased_until__gt=now + LEASE + SKEW)
    lost = Message.objects.filter(ended, state=State.LEASED)
    return lost.update(state=State.UNCERTAIN, error=ChannelUncertainError().user_message())


def mend_times(*, now: datetime) -> int:
    """Let leave now what a clock that was ahead put off; return how many there were.

    Such messages were made after now, or wait for a next attempt longer than any may wait.
    """
    made_ahead = Q(created_at__gt=now + SKEW)
    tried = Q(attempts__gt=0) | ~Q(error="")
    waits_too_long = tried & Q(next_try_at__gt=now + 2 * LONGEST_ASKED_WAIT)
    put_off = Message.objects.filter(made_ahead | waits_too_long, state=State.QUEUED)
    return put_off.filter(next_try_at__gt=now).update(next_try_at=now)


@transaction.atomic
def reserve(
    *, sender: str, channel: str, now: datetime, most: int = BATCH, urgent_only: bool = False
) -> list[Message]:
    """Reserve due messages of a channel for one sender: the urgent, then who waited longest."""
    free = (
        Q(reserved_until__isnull=True)
        | Q(reserved_until__lte=now)
        | Q(reserved_until__gt=now + RESERVATION + SKEW)
    )
    due = Message.objects.filter(
        free, Q(is_urgent=True) if urgent_only else Q(),
        state=State.QUEUED, channel=channel, next_try_at__lte=now,
    )  # fmt: skip
    in_turn = due.order_by("-is_urgent", "next_try_at", "pk")
    batch = list(in_turn.select_for_update(skip_locked=True)[:most])
    Message.objects.filter(pk__in=[message.pk for message in batch]).update(
        reserved_by=sender, reserved_until=now + RESERVATION
    )
    for message in batch:
        message.reserved_by = sender
    return batch


def release(*, sender: str) -> None:
    """Give back what a sender has reserved and not started."""
    held = Message.objects.filter(
        reserved_by=sender, reserved_until__isnull=False, state=State.QUEUED
    )
    held.update(reserved_by="", reserved_until=None)


def start(message: Message, *, now: datetime, before: Sent | None = None) -> bool:
    """Record the one before and start a reserved message; say whether it was started.

    It is not where, since it was reserved, it was cancelled, readdressed or its time came, the
    address was suppressed, the channel paused, or the reservation went to another sender.
    """
    channel = message.channel
    values = {
        "next": message.pk,
        "sender": message.reserved_by,
        "now": now,
        "leased_until": now + LEASE,
        "channel": channel,
        "address_hash": hash_address(channel, message.to_address),
        "scope": "lists" if message.is_list else "all",
        "is_urgent": message.is_urgent,
    }
    started = message.pk in _record_and_start(values | _values_of(before))
    if started:
        message.attempts += 1
    return started


def record_sent(sent: Sent) -> None:
    """Write that a message left, with none to start after it."""
    record(sent.message, state=State.SENT, sent_at=sent.at, provider_id=sent.provider_id, error="")


def _values_of(sent: Sent | None) -> dict[str, Any]:
    if sent is None:
        return dict.fromkeys(("before", "attempts", "sent_at", "provider_id"))
    return {
        "before": sent.message.pk,
        "attempts": sent.message.attempts,
        "sent_at": sent.at,
        "provider_id": sent.provider_id,
    }


def _record_and_start(values: dict[str, Any]) -> set[int]:  # of columns, as the driver takes them
    adapt = connection.ops.adapt_datetimefield_value
    moments = {name: adapt(value) for name, value in values.items() if isinstance(value, datetime)}
    with connection.cursor() as cursor:
        cursor.execute(RECORD_AND_START, values | moments)
        return {row[0] for row in cursor.fetchall()}


def record(message: Message, **fields: Any) -> None:  # values of columns
    """Write what else became of a started message, unless somebody settled it meanwhile."""
    held = Message.objects.filter(
        pk=message.pk,
        state__in=[State.LEASED, State.UNCERTAIN],
        reserved_by=message.reserved_by,
        attempts=message.attempts,
    )
    held.update(**{"leased_until": None, "reserved_until": None, **fields})


def still_reserved(message: Message) -> QuerySet[Message]:
    """Return a message that could not be started, if it still waits in its sender's hands."""
    return Message.objects.filter(
        pk=message.pk, reserved_by=message.reserved_by, state=State.QUEUED
    )


def too_late() -> str:
    """Return the sentence of a message whose time is over."""
    return _("Ya no servía: pasó su hora.")
