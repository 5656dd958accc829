"""Weights that answer non-response: each kind of municipality counts by its seats."""

from collections.abc import Mapping
from fractions import Fraction


def group_weights(
    seats_by_kind: Mapping[str, int], interviewed_by_kind: Mapping[str, int]
) -> dict[str, Fraction]:
    """Give the weight of each interviewed person of a kind: seats / interviewed.

    So the people of a kind weigh together as much as its seats. All weights are 1 or more, and
    exactly 1 where everybody was interviewed.

    Args:
        seats_by_kind: seats that exist, 0 or more.
        interviewed_by_kind: people interviewed, 0 or more; an absent kind has none.

    Returns:
        One weight for each kind with somebody interviewed, in the order of the seats. A kind
        with nobody interviewed has none: no weight can speak for people who were not heard.
        `kinds_not_heard` names them.

    Raises:
        ValueError: a negative count, more people than seats, or people of a kind without seats.

    Source: docs/decisions/0003-agenda-rule.md.
    """
    for kind, interviewed in interviewed_by_kind.items():
        seats = seats_by_kind.get(kind, 0)
        if not 0 <= interviewed <= seats:
            raise ValueError(f"{interviewed} interviewed of {seats} seats in kind {kind!r}")
    for kind, seats in seats_by_kind.items():
        if seats < 0:
            raise ValueError(f"{seats} seats in kind {kind!r}")
    return {
        kind: Fraction(seats, interviewed_by_kind[kind])
        for kind, seats in seats_by_kind.items()
        if interviewed_by_kind.get(kind)
    }


def kinds_not_heard(
    seats_by_kind: Mapping[str, int], interviewed_by_kind: Mapping[str, int]
) -> tuple[str, ...]:
    """Give the kinds that have seats and nobody interviewed, in the order of the seats."""
    return tuple(
        kind for kind, seats in seats_by_kind.items() if seats and not interviewed_by_kind.get(kind)
    )
