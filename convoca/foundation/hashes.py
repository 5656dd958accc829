"""What is kept of an address that must be known again but not be readable."""

from django.utils.crypto import salted_hmac

SALT = "convoca.address"


def hash_address(channel: str, address: str) -> str:
    """Return the keyed hash of an address of a channel: 64 hexadecimal digits.

    Letter case and blanks around do not count; a telephone comes in E.164. The key is the
    installation's: without it nobody can try addresses against the hashes.
    """
    text = f"{channel}:{address.strip().casefold()}"
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()
