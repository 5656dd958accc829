"""Chance with a name: every decision has its own stream, so that none depends on another."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")


def stream(seed: int, *names: object) -> Random:
    """Return the generator of one decision: the same seed and names give the same numbers.

    Names are codes of seats, kinds and cycles, never ids of rows: those differ from one
    database to another.
    """
    text = "|".join(str(name) for name in (seed, *names))
    return Random(text)  # noqa: S311 - a rehearsal, nothing to guess


def draw_between(random: Random, limits: tuple[float, float]) -> float:
    """Draw a share between two limits, both possible."""
    low, high = limits
    return low + (high - low) * random.random()


def pick_some(random: Random, things: Sequence[Thing], count: int) -> list[Thing]:
    """Pick so many different things, in the order of `things`; all where there are fewer."""
    kept = sorted(random.sample(range(len(things)), min(count, len(things))))
    return [things[place] for place in kept]
