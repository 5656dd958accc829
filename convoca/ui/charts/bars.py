"""A share as a bar, and the funnel: each step with its denominator."""

from collections.abc import Sequence
from dataclasses import dataclass

from convoca.ui.formats import format_percent, format_share

STEP_HEIGHT = 48


@dataclass(frozen=True)
class Meter:
    """One share: `count` of `total`. A count above the total fills the bar and says its percent."""

    label: str
    count: int
    total: int
    url: str = ""

    @property
    def share(self) -> str:
        """Return the share in words: "258 de 312 · 83 %"."""
        return format_share(self.count, self.total)

    @property
    def width(self) -> str:
        """Return the length of the bar as an SVG length, "0.0%" to "100.0%"."""
        return bar_width(self.count, self.total)


@dataclass(frozen=True)
class FunnelStep:
    """One step of the funnel: how many seats got this far; `url` lists those who did."""

    label: str
    count: int
    url: str = ""


@dataclass(frozen=True)
class FunnelBar:
    """One step as drawn: its top `y` in pixels, its bar, and both denominators in words."""

    label: str
    url: str
    y: int
    width: str
    share: str
    of_previous: str


@dataclass(frozen=True)
class Funnel:
    """The way from seats to sessions. The first step is the denominator of all the others.

    `key` is unique in the page; `description` says in a sentence what the picture shows.
    """

    key: str
    title: str
    description: str
    steps: Sequence[FunnelStep]

    @property
    def height(self) -> int:
        """Return the height of the picture in pixels."""
        return STEP_HEIGHT * len(self.steps)

    @property
    def bars(self) -> list[FunnelBar]:
        """Return the steps in their order; without steps, nothing."""
        bars = []
        for index, step in enumerate(self.steps):
            total, before = self.steps[0].count, self.steps[max(index - 1, 0)].count
            bars.append(
                FunnelBar(
                    label=step.label,
                    url=step.url,
                    y=index * STEP_HEIGHT,
                    width=bar_width(step.count, total),
                    share=format_share(step.count, total),
                    of_previous=format_percent(step.count, before) if index else "",
                )
            )
        return bars


def bar_width(count: int, total: int) -> str:
    """Return count / total as an SVG length: (1, 3) gives "33.3%". Kept between 0 and 100 %."""
    if total <= 0:
        return "0.0%"
    return f"{100 * min(max(count, 0), total) / total:.1f}%"
