"""Reading the addresses that get nothing, or no lists."""

from django.db.models import QuerySet

from convoca.foundation.hashes import hash_address
from convoca.messaging.models import Message, Suppression


def lists_stop(address_hash: str) -> Suppression | None:
    """Return what keeps the lists from a mail address, or None."""
    return _open_ones(address_hash).filter(scope=Suppression.Scope.LISTS).first()


def stop_of(address: str) -> Suppression | None:
    """Return what holds back mails to an address, the widest, or None."""
    hashed = hash_address(Message.Channel.EMAIL, address)
    return _open_ones(hashed).order_by("scope").first() if address else None


def dead_addresses() -> dict[str, Suppression]:
    """Return by its hash what says of each mail address that nothing arrives there any more."""
    dead = Suppression.objects.filter(
        channel=Message.Channel.EMAIL,
        reason=Suppression.Reason.BOUNCED,
        ended_at__isnull=True,
    )
    return {each.address_hash: each for each in dead}


def _open_ones(address_hash: str) -> QuerySet[Suppression]:
    return Suppression.objects.filter(
        channel=Message.Channel.EMAIL, address_hash=address_hash, ended_at__isnull=True
    )
