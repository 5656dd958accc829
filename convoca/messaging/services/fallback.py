"""The other way: what WhatsApp does not take for good goes by mail, if there is an address."""

from datetime import datetime

from django.utils.translation import gettext as _

from convoca.messaging.models import Message


def other_way(message: Message, sentence: str, *, now: datetime) -> dict[str, object] | None:
    """Return what to write on a message that failed for good, so that it goes by mail; or None.

    It stays the same row with the same key: the promise of once holds, and only what certainly
    did not arrive by WhatsApp goes again. `sentence` is why it did not; it stays readable
    while the mail waits. None where there is no other address, or the mail itself failed.
    """
    if message.channel != Message.Channel.WHATSAPP or not message.fallback_address:
        return None
    words = _("Sale por correo. %(sentence)s") % {"sentence": sentence}
    return {
        "channel": Message.Channel.EMAIL,
        "to_address": message.fallback_address,
        "fallback_address": "",
        "state": Message.State.QUEUED,
        "attempts": 0,
        "next_try_at": now,
        "leased_until": None,
        "sent_at": None,
        "provider_id": "",
        "error": words[:300],
    }
