"""Addresses that get nothing any more, or no lists, and back. At once: what waits stays here."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from convoca.foundation.hashes import hash_address
from convoca.foundation.queue import DELIVER, nudge_after_commit
from convoca.messaging.models import Message, Suppression
from convoca.messaging.services.delivery_stops import why_suppressed

logger = logging.getLogger(__name__)
STILL_NEWS = timedelta(days=1)
"""For how long what was held back still goes out when the suppression is taken back."""
Scope, State = Suppression.Scope, Message.State


@transaction.atomic
def suppress_address(
    *,
    channel: Message.Channel,
    address_hash: str,
    scope: Suppression.Scope,
    reason: Suppression.Reason,
    now: datetime,
) -> Suppression:
    """Send nothing more to an address, or no lists; said again it is the same suppression.

    What waits for it is held back in the same moment.
    """
    made = Suppression(
        channel=channel, address_hash=address_hash, scope=scope, reason=reason, since_at=now
    )
    Suppression.objects.bulk_create([made], ignore_conflicts=True)
    standing = Suppression.objects.get(
        channel=channel, address_hash=address_hash, scope=scope, ended_at__isnull=True
    )
    waiting = _of_address(standing, Message.objects.filter(state=State.QUEUED))
    held = waiting.update(state=State.SUPPRESSED, error=why_suppressed(standing))
    logger.info("suppression %s (%s): %s held back", standing.pk, standing, held)
    return standing


@transaction.atomic
def end_suppression(*, suppression: Suppression, now: datetime) -> bool:
    """Send to an address again; return whether it was suppressed until now.

    What was held back goes out if it still serves and the suppression stood for less than a
    day, as when somebody takes a press back; older news nobody waits for.
    """
    standing = Suppression.objects.filter(pk=suppression.pk, ended_at__isnull=True)
    if not standing.update(ended_at=now):
        return False
    if now - suppression.since_at < STILL_NEWS:
        held = Message.objects.filter(
            Q(not_after__isnull=True) | Q(not_after__gt=now), state=State.SUPPRESSED
        )
        again = _of_address(suppression, held).update(
            state=State.QUEUED, next_try_at=now, attempts=0, error=""
        )
        if again:
            nudge_after_commit(DELIVER)
    logger.info("suppression %s ended", suppression.pk)
    return True


def _of_address(suppression: Suppression, messages: QuerySet[Message]) -> QuerySet[Message]:
    """Return those of some messages that a suppression is about.

    Rows hold addresses and suppressions hashes: the few that are not settled are compared.
    """
    messages = messages.filter(channel=suppression.channel)
    if suppression.scope == Scope.LISTS:
        messages = messages.filter(is_list=True)
    addresses = set(messages.values_list("to_address", flat=True))
    meant = [
        address
        for address in addresses
        if hash_address(suppression.channel, address) == suppression.address_hash
    ]
    return messages.filter(to_address__in=meant)
