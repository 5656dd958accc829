"""The funnel of one cycle beside the cycle before: two bars a step, each with its denominator."""

from collections.abc import Sequence
from dataclasses import dataclass

from convoca.ui.charts.bars import bar_width
from convoca.ui.formats import format_share

STEP_HEIGHT = 62


@dataclass(frozen=True)
class PairedStep:
    """One step: how many got this far now and before; None where the cycle before has no count."""

    label: str
    now: int
    before: int | None = None
    url: str = ""


@dataclass(frozen=True)
class PairedBar:
    """One step as drawn: its top `y` in pixels, the lengths of its bars, its shares in words."""

    label: str
    url: str
    y: int
    width: str
    share: str
    before_width: str
    before_share: str


@dataclass(frozen=True)
class PairedFunnel:
    """The way from seats to sessions in two cycles; each has its own first step as denominator.

    `now` and `before` name the cycles; `before` is empty when there is none to compare with.
    """

    key: str
    title: str
    description: str
    now: str
    before: str
    steps: Sequence[PairedStep]

    @property
    def height(self) -> int:
        """Return the height of the picture in pixels."""
        return STEP_HEIGHT * len(self.steps)

    @property
    def bars(self) -> list[PairedBar]:
        """Return the steps in their order; without steps, nothing."""
        return [self._bar(index, step) for index, step in enumerate(self.steps)]

    def _bar(self, index: int, step: PairedStep) -> PairedBar:
        first = self.steps[0]
        has_before = step.before is not None and first.before is not None
        before, of_before = step.before or 0, first.before or 0
        return PairedBar(
            label=step.label,
            url=step.url,
            y=index * STEP_HEIGHT,
            width=bar_width(step.now, first.now),
            share=format_share(step.now, first.now),
            before_width=bar_width(before, of_before) if has_before else "",
            before_share=format_share(before, of_before) if has_before else "",
        )
