"""Pacing of a reserved batch: what goes beyond the limit of a domain waits in the queue."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from convoca.messaging.core.pacing import WINDOW, domain_of, share_turns
from convoca.messaging.models import Message
from convoca.messaging.services.delivery_rows import State


def in_turn(batch: Sequence[Message], *, now: datetime) -> list[Message]:
    """Return those of a reserved batch that may leave now; the others get their moment.

    The urgent never wait. What left in the last minute, and what other senders have in hand,
    counts: the limit is that of the house, not of one worker.
    """
    most = settings.EMAIL_PER_DOMAIN
    paced = [each for each in batch if each.channel == Message.Channel.EMAIL and not each.is_urgent]
    if not most or not paced:
        return list(batch)
    waiting = [(each.pk, domain_of(each.to_address)) for each in paced]
    recent = _recent(now, without={pk for pk, _domain in waiting})
    turns = share_turns(waiting, recent=recent, most=most, now=now)
    later = {pk: when for pk, when in turns.items() if when > now}
    for each in paced:
        if each.pk in later:
            each.next_try_at, each.reserved_by, each.reserved_until = later[each.pk], "", None
    put_off = [each for each in paced if each.pk in later]
    Message.objects.bulk_update(put_off, ["next_try_at", "reserved_by", "reserved_until"])
    return [each for each in batch if each.pk not in later]


def _recent(now: datetime, *, without: set[int]) -> dict[str, list[datetime]]:
    """Return by domain when mails left in the last minute; what is in some hand counts as now."""
    mails = Message.objects.filter(channel=Message.Channel.EMAIL)
    left = mails.filter(state__in=Message.LEFT, sent_at__gt=now - WINDOW)
    in_hand = mails.filter(state__in=[State.QUEUED, State.LEASED], reserved_until__gt=now)
    found: dict[str, list[datetime]] = defaultdict(list)
    for address, at in left.values_list("to_address", "sent_at"):
        found[domain_of(address)].append(at or now)
    for pk, address in in_hand.values_list("pk", "to_address"):
        if pk not in without:
            found[domain_of(address)].append(now)
    return found
