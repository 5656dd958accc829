"""Gates: what is done and what is missing before a cycle may go on."""

from dataclasses import dataclass, field

from convoca.cycles.core.stages import Stage


@dataclass(frozen=True)
class GateLine:
    """One demand of a gate: `done` of `of`, in words, with the people behind what is missing."""

    text: str
    done: int
    of: int
    url: str = ""

    @property
    def missing(self) -> int:
        """Return how many are still missing, never below 0."""
        return max(self.of - self.done, 0)


@dataclass(frozen=True)
class GateReport:
    """What one stage says about passing its gate.

    `must` blocks whatever the reason (there is nothing to go on with); `lines` are counts
    that may be short if the coordinator says why.
    """

    stage: Stage
    lines: list[GateLine] = field(default_factory=list)
    must: list[str] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Say whether nothing is missing."""
        return not self.must and all(line.missing == 0 for line in self.lines)

    @property
    def needs_reason(self) -> bool:
        """Say whether passing asks for a written reason."""
        return not self.must and not self.is_full
