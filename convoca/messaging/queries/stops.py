"""Reading where nothing is sent: addresses that are suppressed, channels that are paused."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from convoca.foundation.hashes import hash_address
from convoca.messaging.models import ChannelPause, Suppression


def suppressions_for(channel: str, *, is_list: bool) -> QuerySet[Suppression]:
    """Return what holds messages of a channel back; LISTS holds back only those for a list."""
    scopes = list(Suppression.Scope) if is_list else [Suppression.Scope.ALL]
    return Suppression.objects.filter(channel=channel, scope__in=scopes, ended_at__isnull=True)


def suppressed_hashes(
    channel: str, addresses: Iterable[str], *, is_list: bool = True
) -> dict[str, Suppression]:
    """Return for each address that gets nothing of this kind what holds it back, by its hash."""
    hashes = {hash_address(channel, address) for address in addresses}
    found = suppressions_for(channel, is_list=is_list).filter(address_hash__in=hashes)
    by_scope = found.order_by("-scope")  # "lists", then "all": the wider one stands
    return {each.address_hash: each for each in by_scope}


def open_pauses(now: datetime) -> QuerySet[ChannelPause]:
    """List the pauses that hold at a moment; one with its end still ahead ends by itself then."""
    return ChannelPause.objects.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=now), since_at__lte=now
    )


def paused_channels(now: datetime) -> dict[str, ChannelPause]:
    """Return for each paused channel the pause that says why: a lasting one before a wait."""
    pauses = open_pauses(now).order_by("-ended_at", "pk")
    found = {each.channel: each for each in pauses if each.ended_at is not None}
    return found | {each.channel: each for each in pauses if each.ended_at is None}
