"""Whether a call really comes from the provider: keyed hashes over the raw bytes of its body.

Both are HMAC-SHA256 in hexadecimal digits, with a secret that only the provider and we know.
A body that was read and written again (as JSON, say) has another signature.
"""

import hashlib
import hmac

LONGEST_TIMESTAMP = 12


def sign_zoom(secret: str, timestamp: str, body: bytes) -> str:
    """Return Zoom's signature: "v0=" + HMAC(secret, "v0:" + timestamp + ":" + body).

    Source: Zoom's header x-zm-signature.
    """
    return "v0=" + _hmac(secret, b"v0:" + timestamp.encode() + b":" + body)


def sign_meta(secret: str, body: bytes) -> str:
    """Return Meta's signature: "sha256=" + HMAC(app secret, body).

    Source: Meta's header X-Hub-Signature-256.
    """
    return "sha256=" + _hmac(secret, body)


def answer_challenge(secret: str, plain: str) -> dict[str, str]:
    """Return what Zoom wants to hear when it checks an address, at set-up and every 72 hours.

    encryptedToken = HMAC(secret, plainToken). Source: Zoom's event endpoint.url_validation.
    """
    return {"plainToken": plain, "encryptedToken": _hmac(secret, plain.encode())}


def is_same(given: str, expected: str) -> bool:
    """Say whether two secrets are the same, in a time that does not tell where they differ.

    Any text may be given; two empty ones are not the same, as nothing is then proved.
    """
    return bool(expected) and hmac.compare_digest(
        given.encode("utf-8", "replace"), expected.encode("utf-8", "replace")
    )


def seconds_apart(timestamp: str, now_s: float) -> float | None:
    """Return how far a signed timestamp lies from our clock: positive when it is in our past.

    Both in seconds since 1970. None for what is no such number of at most 12 digits.
    """
    if not (timestamp.isascii() and timestamp.isdigit()) or len(timestamp) > LONGEST_TIMESTAMP:
        return None
    return now_s - int(timestamp)


def _hmac(secret: str, content: bytes) -> str:
    return hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()
