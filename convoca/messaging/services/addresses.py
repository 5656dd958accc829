"""The addresses that a message carries besides its own: where it comes back, how to end a list.

Each is signed with the key of the installation, or was with an earlier one that is still among
the fallbacks, so that nobody can make one up.
"""

import base64
import binascii
import hashlib
import hmac
import re
from urllib.parse import quote

from django.conf import settings

from convoca.foundation.hashes import hash_address
from convoca.messaging.models import Message

_TAG = re.compile(r"\+(\d{1,18})-([0-9a-f]{16})$")
SIGN_OCTETS = 8
UNSUBSCRIBE_WORD = "BAJA"


def return_address_of(message: Message) -> str:
    """Return the sender a mail leaves with, so that what comes back names it by itself.

    "rebote+PK-SIGN@host"; empty where no mailbox for it is set, then the mail's own sender.
    The sign covers the address that the mail goes to as well.
    """
    local, at, host = settings.BOUNCES_ADDRESS.partition("@")
    return f"{local}+{message.pk}-{_sign(_way_of(message)).hex()}@{host}" if at else ""


def find_by_return_address(return_address: str) -> Message | None:
    """Return the message that a return address belongs to; None where it is none of ours.

    Nor is it where the message has been sent to another address since.
    """
    found = _TAG.search(return_address.partition("@")[0])
    message = Message.objects.filter(pk=int(found[1])).first() if found else None
    if found is None or message is None:
        return None
    return message if _is_signed(_way_of(message), bytes.fromhex(found[2])) else None


def unsubscribe_token(address: str) -> str:
    """Return the token that ends the lists of an address: its keyed hash, signed.

    It holds nothing that can be read, needs no row and never expires.
    """
    hashed = bytes.fromhex(hash_address(Message.Channel.EMAIL, address))
    return base64.urlsafe_b64encode(hashed + _sign(_list_of(hashed))).decode().rstrip("=")


def address_hash_in(token: str) -> str | None:
    """Return the hash of the address that a token is for; None where it is none of ours."""
    try:
        octets = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    hashed, sign = octets[:-SIGN_OCTETS], octets[-SIGN_OCTETS:]
    is_ours = len(hashed) == hashlib.sha256().digest_size and _is_signed(_list_of(hashed), sign)
    return hashed.hex() if is_ours else None


def unsubscribe_address_of(message: Message) -> str:
    """Return where one press ends what goes to a list; empty for what does not."""
    if not message.is_list or message.channel != Message.Channel.EMAIL:
        return ""
    return f"{settings.BASE_URL}/p/baja/{unsubscribe_token(message.to_address)}/"


def unsubscribe_mail_of(message: Message) -> str:
    """Return where a mail ends the same; empty unless its mailbox is read."""
    if not settings.BOUNCES_MAILBOX or not unsubscribe_address_of(message):
        return ""
    to = return_address_of(message)
    subject = f"{UNSUBSCRIBE_WORD} {unsubscribe_token(message.to_address)}"
    return f"mailto:{to}?subject={quote(subject)}" if to else ""


def _way_of(message: Message) -> str:
    return f"return:{message.pk}:{message.to_address.casefold()}"


def _list_of(hashed: bytes) -> str:
    return f"unsubscribe:lists:{hashed.hex()}"


def _sign(text: str, key: str | None = None) -> bytes:
    secret = (key or settings.SECRET_KEY).encode()
    return hmac.digest(secret, b"convoca.messaging:" + text.encode(), "sha256")[:SIGN_OCTETS]


def _is_signed(text: str, sign: bytes) -> bool:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(hmac.compare_digest(_sign(text, key), sign) for key in keys)
