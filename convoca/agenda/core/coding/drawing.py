"""Which statements are coded twice: drawn by a seed, so that the draw can be shown again."""

import hashlib
from collections.abc import Collection

SMALLEST_SHARE, BIGGEST_SHARE = 0.1, 0.2


def draw_statements(ids: Collection[int], *, share: float, total: int, seed: int) -> list[int]:
    """Draw a share of all statements out of those that may be drawn, in the order to code them.

    Each gets the SHA-256 of "seed:id"; the smallest are drawn. So a draw depends on nothing but
    the seed and the ids, and one more statement changes at most one place.

    Args:
        ids: those that may be drawn, each once, in any order.
        share: of `total`, rounded up, 0 to 1; more than there are draws all.
        total: all statements, also those that may not be drawn.
    """
    wanted = -(-round(share * 1000) * total // 1000)
    return sorted(ids, key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).digest())[:wanted]
