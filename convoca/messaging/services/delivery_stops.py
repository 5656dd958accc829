"""What becomes of a reserved message that may not be started."""

from datetime import datetime

from django.utils.translation import gettext as _

from convoca.foundation.hashes import hash_address
from convoca.messaging.models import Message, Suppression
from convoca.messaging.queries import suppressed_hashes
from convoca.messaging.services.delivery_rows import State, still_reserved, too_late


def set_aside(message: Message, *, now: datetime) -> bool:
    """Write why a reserved message was not started; say whether its channel may be paused.

    What was cancelled or readdressed, or is another sender's, is left as it is.
    """
    held = still_reserved(message)
    row = held.first()
    if row is None:
        return False
    if row.not_after is not None and row.not_after <= now:
        held.update(state=State.CANCELLED, error=too_late())
        return False
    stop = suppression_of(row)
    if stop is not None:
        held.update(state=State.SUPPRESSED, error=why_suppressed(stop))
        return False
    held.update(reserved_by="", reserved_until=None)
    return True


def suppression_of(message: Message) -> Suppression | None:
    """Return what holds this message back, or None."""
    channel, address = message.channel, message.to_address
    found = suppressed_hashes(channel, [address], is_list=message.is_list)
    return found.get(hash_address(channel, address))


def why_suppressed(stop: Suppression) -> str:
    """Say to the staff why nothing is sent to an address, and what to do."""
    return {
        Suppression.Reason.BOUNCED: _(
            "No se envió: lo que se manda a esta dirección vuelve. "
            "Confírmela con la persona y corríjala: el correo saldrá de nuevo."
        ),
        Suppression.Reason.UNSUBSCRIBED: _(
            "No se envió: la persona pidió no recibir estos mensajes."
        ),
        Suppression.Reason.COMPLAINED: _(
            "No se envió: la persona marcó estos mensajes como no deseados. Llámele si hace falta."
        ),
    }[Suppression.Reason(stop.reason)]
