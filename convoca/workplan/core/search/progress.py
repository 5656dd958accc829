"""How far a run has come."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """The best plan and the bound so far, and the seconds since the run began.

    best: value of the plan in hand, None before there is one; it only grows.
    bound: no plan is worth more, None before one is known; it only falls.
    """

    best: int | None
    bound: float | None
    seconds: float


Tell = Callable[[Progress], None]
