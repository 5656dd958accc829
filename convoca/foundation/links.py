"""Tokens of personal links: derived from a key and a public reference, so no row holds one.

token = base64url(HMAC-SHA256(key, reference))[:22], 132 bits. A message keeps the mark
`{{enlace:REFERENCE.SIGN}}`; the token is written in when it leaves. SIGN keeps out marks that
somebody typed, as a name for instance, around a reference that they saw.
"""

import base64
import hashlib
import hmac
import re
import secrets

from django.conf import settings

ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
REFERENCE_LENGTH = 12
TOKEN_LENGTH = 22
MARK = re.compile(r"\{\{enlace:([0-9a-z]{12})\.[0-9a-f]{16}\}\}")
MARK_AND_PAGE = re.compile(MARK.pattern + r"(?:[a-z]+/[0-9]+/)?")
"""A mark and the page that it opens, written behind it: "respuesta/12/"."""


def new_reference() -> str:
    """Return a new public name; by itself it opens nothing."""
    return "".join(secrets.choice(ALPHABET) for _ in range(REFERENCE_LENGTH))


def token_of(reference: str, *, key: str | None = None) -> str:
    """Return the secret token that belongs to a reference."""
    digest = hmac.digest(
        (key or settings.SECRET_KEY).encode(), b"link:" + reference.encode(), "sha256"
    )
    return base64.urlsafe_b64encode(digest).decode("ascii")[:TOKEN_LENGTH]


def hash_of(token: str) -> str:
    """Return what a row keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def address_of(reference: str, *, key: str | None = None) -> str:
    """Return the whole personal address of a reference."""
    return f"{settings.BASE_URL}/p/{token_of(reference, key=key)}/"


def mark_of(reference: str, *, key: str | None = None) -> str:
    """Return the mark that stands for the address in a stored text."""
    secret = (key or settings.SECRET_KEY).encode()
    sign = hmac.digest(secret, b"mark:" + reference.encode(), "sha256")
    return f"{{{{enlace:{reference}.{sign.hex()[:16]}}}}}"


def reveal_links(text: str) -> str:
    """Write the personal addresses in the place of our marks; others stay as they are.

    A mark made with an earlier key, which is still among the fallbacks, gives that key's address.
    """
    return MARK.sub(_reveal, text)


def _reveal(match: re.Match[str]) -> str:
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if hmac.compare_digest(match[0], mark_of(match[1], key=key)):
            return address_of(match[1], key=key)
    return match[0]
