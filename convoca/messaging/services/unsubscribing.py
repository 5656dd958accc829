"""Leaving the lists by a press, and coming back."""

from datetime import datetime

from convoca.messaging.models import Message, Suppression
from convoca.messaging.queries import lists_stop
from convoca.messaging.services.addresses import address_hash_in
from convoca.messaging.services.suppressions import end_suppression, suppress_address


def unsubscribe(*, token: str, now: datetime) -> Suppression | None:
    """Send no lists any more to the address of a token; None for a token that is not ours.

    Pressed again it is the same wish.
    """
    address_hash = address_hash_in(token)
    if address_hash is None:
        return None
    return suppress_address(
        channel=Message.Channel.EMAIL,
        address_hash=address_hash,
        scope=Suppression.Scope.LISTS,
        reason=Suppression.Reason.UNSUBSCRIBED,
        now=now,
    )


def subscribe_again(*, token: str, now: datetime) -> bool:
    """Send the lists again to the address of a token; return whether they had been stopped.

    A person who once marked our mails as unwanted may come back as well.
    """
    address_hash = address_hash_in(token)
    stop = lists_stop(address_hash) if address_hash else None
    return end_suppression(suppression=stop, now=now) if stop else False
