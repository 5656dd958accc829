"""What is kept of an address that must be known again but not be readable."""

from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "convoca.address"


def hash_address(channel: str, address: str) -> str:
    """Return the keyed hash of an address of a channel: 64 hexadecimal digits.

    Letter case and blanks around do not count; a telephone comes in E.164. The key is the
    installation's: without it nobody can try addresses against the hashes. It is the oldest
    one that is still known, the last of the fallbacks: what was kept under it cannot be
    hashed anew, so a new key for signatures must not change it.
    """
    text = f"{channel}:{address.strip().casefold()}"
    oldest = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS][-1]
    return salted_hmac(SALT, text, secret=oldest, algorithm="sha256").hexdigest()
