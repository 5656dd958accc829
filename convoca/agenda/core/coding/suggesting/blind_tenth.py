"""Which statements are coded without seeing what the machine proposes."""

import hashlib
import hmac

SHARE = 0.1
_WHOLE = 2**64


def is_in_blind_tenth(statement_id: int, key: bytes) -> bool:
    """Say whether a statement is one of the tenth that is coded without proposals.

    The first 64 bits of HMAC-SHA256(key, the number in decimal digits), as a share of 2⁶⁴, are
    under 0.1. Who does not know the key can neither foresee nor steer it, and it never changes.
    """
    digest = hmac.digest(key, str(statement_id).encode(), hashlib.sha256)
    return int.from_bytes(digest[:8], "big") < SHARE * _WHOLE
