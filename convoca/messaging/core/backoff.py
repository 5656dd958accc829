"""How long a message waits before it is tried again, and when trying ends."""

from datetime import timedelta

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
LONGEST_ASKED_WAIT = timedelta(hours=24)
MOST_ATTEMPTS = 12
JITTER_SHARE = 0.2


def wait_after(attempts: int, *, asked: timedelta | None = None, chance: float) -> timedelta:
    """Return how long to wait after so many attempts that were refused for now.

    Of ourselves: min(30 s * 2^(attempts - 1), 1 h) * (1 + 0.2 * (2 * chance - 1)), which is
    20 % less to 20 % more. Twelve attempts of them last five hours, so that an hour in which
    the provider takes nothing is outlived. What the provider asked for is never cut short:
    min(asked, 24 h) * (1 + 0.2 * chance).

    Args:
        attempts: how often it was tried, 1 or more.
        asked: what the provider asked to wait (Retry-After), above zero; None or less: nothing.
        chance: a draw from 0 to 1, which keeps those refused together from coming together.

    Raises:
        ValueError: no attempt was made, or the draw lies outside of 0 to 1.

    Source: docs/decisions/0009-channels.md.
    """
    if attempts < 1:
        raise ValueError(attempts)
    if not 0 <= chance <= 1:
        raise ValueError(chance)
    if asked is not None and asked > timedelta(0):
        return min(asked, LONGEST_ASKED_WAIT) * (1 + JITTER_SHARE * chance)
    doublings = min(attempts - 1, 20)  # past the cap by far, and never too large a number
    own = min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
    return own * (1 + JITTER_SHARE * (2 * chance - 1))


def is_spent(attempts: int) -> bool:
    """Say whether a message was tried so often that a person must look: 12 times or more."""
    return attempts >= MOST_ATTEMPTS
