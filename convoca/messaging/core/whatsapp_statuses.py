"""What a status that Meta reports makes of a message: it never goes back."""

RANKS = {"sent": 1, "delivered": 2, "read": 3}
FAILED = "failed"


def later_state(state: str, status: str) -> str | None:
    """Return the state of a message after a status, or None where it changes nothing.

    sent < delivered < read, in whatever order they come. `failed` counts only while it is not
    known to have arrived; a message that failed stays so. Statuses that are none of these
    four (deleted, warning) change nothing.

    Args:
        state: sent, delivered or read; any other, such as uncertain, takes whatever comes.
        status: as Meta writes it.
    """
    if state == FAILED:
        return None
    rank = RANKS.get(state, 0)
    if status == FAILED:
        return FAILED if rank <= RANKS["sent"] else None
    return status if RANKS.get(status, 0) > rank else None
