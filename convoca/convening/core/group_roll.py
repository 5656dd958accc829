"""The WhatsApp group against the roll: who takes part, and what is known of them in the group."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

Pair = tuple[int, int]
"""Somebody of a seat: the ids of seat and person."""


class GroupState(StrEnum):
    """What is known of somebody who was given the link; removed is by who runs the group."""

    GIVEN = "given"
    JOINED = "joined"
    LEFT = "left"
    REMOVED = "removed"


def group_state(
    *, joined_at: datetime | None, left_at: datetime | None, removed_at: datetime | None
) -> GroupState:
    """Return the state that these moments tell; the first that is known wins.

    removed, left, joined, given: who came back has neither left nor been removed.
    """
    if removed_at is not None:
        return GroupState.REMOVED
    if left_at is not None:
        return GroupState.LEFT
    return GroupState.GIVEN if joined_at is None else GroupState.JOINED


@dataclass(frozen=True)
class GroupRoll:
    """People of the roll (who takes part in the cycle) by their state in the group.

    accepted = without_link + given + joined + left + removed; `apart` counts who is in the
    group and not on the roll.
    """

    accepted: int
    without_link: int
    given: int
    joined: int
    left: int
    removed: int
    apart: int


def count_roll(accepted: Collection[Pair], states: Mapping[Pair, GroupState]) -> GroupRoll:
    """Count who takes part by what is known of them in the group; each pair once.

    Args:
        accepted: who takes part; empty gives zeros.
        states: everybody who was ever given the link of the community's group.
    """
    roll = set(accepted)
    counts = Counter(states[pair] for pair in roll if pair in states)
    return GroupRoll(
        accepted=len(roll),
        without_link=len(roll - states.keys()),
        given=counts[GroupState.GIVEN],
        joined=counts[GroupState.JOINED],
        left=counts[GroupState.LEFT],
        removed=counts[GroupState.REMOVED],
        apart=sum(
            state is GroupState.JOINED and pair not in roll for pair, state in states.items()
        ),
    )
