"""The time of a run, and who is told how far it has come."""

from collections.abc import Callable
from math import inf

from convoca.workplan.core.search.progress import Progress, Tell


class Watch:
    """Knows how many seconds are left; tells whenever the best plan or the bound moves."""

    def __init__(self, clock: Callable[[], float], seconds: float, tell: Tell | None) -> None:
        self.clock, self.seconds, self.tell = clock, seconds, tell
        self.begun_at = clock()
        self.best: int | None = None
        self.bound = inf

    def passed(self) -> float:
        """Give the seconds since the run began."""
        return self.clock() - self.begun_at

    def left(self) -> float:
        """Give the seconds left; below 0 once time is up."""
        return self.seconds - self.passed()

    def note(self, best: int | None, bound: float) -> None:
        """Tell where the run stands, if that is news."""
        if (best, bound) == (self.best, self.bound):
            return
        self.best, self.bound = best, bound
        if self.tell is not None:
            known = bound if abs(bound) < inf else None
            self.tell(Progress(best, known, self.passed()))
