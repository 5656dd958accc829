"""How the best plan and the bound come together while a plan is worked out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from convoca.workplan.core.search.progress import Progress

MOST_KEPT = 60
Step = Sequence[float | None]
"""Seconds, the value of the best plan, the bound; None while not yet known."""


@dataclass(frozen=True)
class Nearing:
    """What is known by now, and how it came about.

    gain is how much better the optimum can be at most, as a share of the best plan: (bound -
    best) / best. None without a plan or a bound, or when the best plan is worth nothing.
    """

    steps: tuple[Step, ...]

    @property
    def best(self) -> float | None:
        """The value of the best plan by now."""
        return self.steps[-1][1] if self.steps else None

    @property
    def bound(self) -> float | None:
        """What no plan exceeds, as far as is known by now."""
        return self.steps[-1][2] if self.steps else None

    @property
    def gain(self) -> float | None:
        """How much better a plan may be at most; never below 0."""
        return gain_share(self.best, self.bound)


def gain_share(best: float | None, bound: float | None) -> float | None:
    """Give (bound - best) / best, at least 0; None where it says nothing."""
    if best is None or bound is None or best <= 0:
        return None
    return max(bound - best, 0.0) / best


def progress_to_list(trail: Sequence[Progress]) -> list[list[float | None]]:
    """Write the steps as JSON; of many, MOST_KEPT in even distances, the newest among them."""
    spacing = -(-len(trail) // MOST_KEPT) or 1
    kept = trail[::-1][::spacing][::-1]
    return [[round(one.seconds, 2), one.best, one.bound] for one in kept]


def read_progress(stored: Iterable[Step]) -> Nearing:
    """Read what `progress_to_list` wrote; nothing gives no step."""
    return Nearing(tuple(tuple(step) for step in stored))
