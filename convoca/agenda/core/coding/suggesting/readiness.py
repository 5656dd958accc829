"""When there is enough coded to propose codes."""

ENOUGH = 100
ENOUGH_A_CODE = 5
FEWEST, FEWEST_CODES = 20, 3


def count_needed(codes: int) -> int:
    """Return how many coded statements it takes to begin proposing.

    Five for each code in use, at least 20 and at most 100. Source: what is proposed from less
    hits no more often than the most used code.
    """
    return min(ENOUGH, max(FEWEST, ENOUGH_A_CODE * codes))


def is_ready(statements: int, codes: int) -> bool:
    """Say whether so many coded statements under so many codes are enough, three codes at least."""
    return codes >= FEWEST_CODES and statements >= count_needed(codes)
