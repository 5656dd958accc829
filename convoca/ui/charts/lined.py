"""Shares as bars beside a line that none should reach."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from convoca.ui.charts.bars import bar_width
from convoca.ui.formats import format_percent

ROW_HEIGHT = 44
PARTS = 1000


@dataclass(frozen=True)
class LinedShare:
    """One share, 0 to 1; `words` says it, `url` leads to what is behind it."""

    label: str
    share: float
    words: str
    url: str = ""


@dataclass(frozen=True)
class LinedBar:
    """One share as drawn: its top `y` in pixels and the length of its bar."""

    share: LinedShare
    y: int
    width: str
    is_over: bool


@dataclass(frozen=True)
class LinedBars:
    """Shares with one line for all. `key` is unique in the page.

    The bars run to twice the line, or farther when a share does, so that the line stands in
    the middle of what matters and not at the edge.
    """

    key: str
    title: str
    description: str
    shares: Sequence[LinedShare]
    line: float
    line_words: str

    @property
    def height(self) -> int:
        """Return the height of the picture in pixels."""
        return ROW_HEIGHT * len(self.shares) + 4

    @property
    def line_at(self) -> str:
        """Return where the line stands, as an SVG length."""
        return bar_width(round(PARTS * self.line), self._whole)

    @property
    def bars(self) -> list[LinedBar]:
        """Return the shares in their order; without shares, nothing."""
        return [
            LinedBar(
                share=share,
                y=index * ROW_HEIGHT,
                width=bar_width(round(PARTS * share.share), self._whole),
                is_over=share.share >= self.line,
            )
            for index, share in enumerate(self.shares)
        ]

    @property
    def end_words(self) -> str:
        """Say how far the bars run: "50 %"."""
        return format_percent(self._whole, PARTS)

    @property
    def _whole(self) -> int:
        longest = max((share.share for share in self.shares), default=0)
        return min(PARTS, max(1, math.ceil(PARTS * max(2 * self.line, longest))))
