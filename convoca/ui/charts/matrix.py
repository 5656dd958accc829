"""Themes by interest and urgency: a bubble a theme, with labels that never cover each other."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from convoca.ui.charts.labels import Label, Room, Spot
from convoca.ui.charts.text import Box, wrap_label
from convoca.ui.formats import format_number

WIDTH, HEIGHT = 720, 440
PLOT = Box(52, 8, 660, 384)
INSET = 28  # room inside the plot for the bubbles at its edges
SMALLEST, LARGEST = 6, 22


@dataclass(frozen=True)
class Axis:
    """What an axis measures, between which values it may run, and how far apart its marks are."""

    words: str
    lowest: float = 1
    highest: float = 5
    step: float = 1


@dataclass(frozen=True)
class Theme:
    """One theme: its place, how many ask for it, and whether it is proposed for the agenda."""

    name: str
    interest: float
    urgency: float
    count: int
    chosen: bool = False
    url: str = ""


@dataclass(frozen=True)
class Bubble:
    """One theme as drawn. Without a free place it has no label: then only the table names it."""

    theme: Theme
    spot: Spot
    label: Label | None


@dataclass(frozen=True)
class Tick:
    """One mark of an axis: where, and what it says."""

    at: int
    text: str


@dataclass(frozen=True)
class MatrixPicture:
    """The picture laid out. `bubbles` go from the largest to the smallest, to be drawn so.

    `cut` is the path of the line over which a theme counts, empty when there is none.
    """

    key: str
    title: str
    description: str
    across: Axis
    up: Axis
    bubbles: list[Bubble]
    across_ticks: list[Tick]
    up_ticks: list[Tick]
    cut: str = ""
    cut_words: str = ""
    width: int = WIDTH
    height: int = HEIGHT
    plot: Box = PLOT

    @property
    def has_chosen(self) -> bool:
        """Tell whether any theme is chosen, so that the legend explains the copper."""
        return any(bubble.theme.chosen for bubble in self.bubbles)

    @property
    def ranked(self) -> list[Theme]:
        """Return the themes for the table twin: chosen first, then by count, then by name."""
        return sorted((bubble.theme for bubble in self.bubbles), key=_precedence)


@dataclass(frozen=True)
class _Scale:
    """A straight line from values to positions; `end` may lie before `start`."""

    low: float
    high: float
    start: int
    end: int

    def at(self, value: float) -> int:
        part = (value - self.low) / (self.high - self.low)
        return round(self.start + (self.end - self.start) * part)

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high

    def ticks(self, step: float) -> list[Tick]:
        if self.high - self.low < 2 * step:
            step /= 2
        first, last = math.ceil(self.low / step - 0.01), math.floor(self.high / step + 0.01)
        return [Tick(self.at(n * step), _tick_text(n * step)) for n in range(first, last + 1)]


@dataclass(frozen=True)
class Cut:
    """A line through the values (interest, urgency), point by point, and what it means."""

    points: Sequence[tuple[float, float]]
    words: str


NO_CUT = Cut((), "")


def place_themes(
    themes: Sequence[Theme],
    *,
    key: str,
    title: str,
    description: str,
    across: Axis,
    up: Axis,
    cut: Cut = NO_CUT,
) -> MatrixPicture:
    """Lay out themes by interest (across) and urgency (up), their labels apart.

    The area of a bubble grows with its count. Chosen themes look for a place for their label first,
    then the most asked for, then by name: below the bubble, above, right, left, and farther out;
    first clear of all bubbles, then at least of all labels. Labels never meet.

    Args:
        themes: in any order; empty gives a picture without bubbles.
        key: unique in the page.
        across, up: the axes; each runs between half steps around the values it holds.
        cut: a line to draw; what of it lies outside the axes is left out.

    Raises ValueError: a count below zero, a value outside its axis, or an axis shorter than a step.
    """
    horizontal = _scale(across, [t.interest for t in themes], PLOT.x, PLOT.x + PLOT.width)
    vertical = _scale(up, [t.urgency for t in themes], PLOT.y + PLOT.height, PLOT.y)
    return MatrixPicture(
        key=key,
        title=title,
        description=description,
        across=across,
        up=up,
        bubbles=_bubbles(sorted(themes, key=_precedence), horizontal, vertical),
        across_ticks=horizontal.ticks(across.step),
        up_ticks=vertical.ticks(up.step),
        cut=_path(cut, horizontal, vertical),
        cut_words=cut.words,
    )


def _path(cut: Cut, horizontal: _Scale, vertical: _Scale) -> str:
    inside = [
        f"{horizontal.at(interest)} {vertical.at(urgency)}"
        for interest, urgency in cut.points
        if horizontal.low <= interest <= horizontal.high
        and vertical.low <= urgency <= vertical.high
    ]
    return "M" + " L".join(inside) if len(inside) > 1 else ""


def _precedence(theme: Theme) -> tuple[bool, int, str]:
    return (not theme.chosen, -theme.count, theme.name)


def _bubbles(themes: Sequence[Theme], horizontal: _Scale, vertical: _Scale) -> list[Bubble]:
    if any(theme.count < 0 for theme in themes):
        raise ValueError("a theme with a count below zero")
    most = max((theme.count for theme in themes), default=0)
    spots = [
        Spot(horizontal.at(t.interest), vertical.at(t.urgency), _radius(t.count, most))
        for t in themes
    ]
    room = Room(PLOT, [spot.box for spot in spots])
    bubbles = [
        Bubble(theme, spot, room.place(spot, _label_texts(theme)))
        for theme, spot in zip(themes, spots, strict=True)
    ]
    return sorted(bubbles, key=lambda bubble: -bubble.spot.radius)


def _label_texts(theme: Theme) -> tuple[str, ...]:
    """Return the lines of a label: the name, cut if need be, and the count, never cut."""
    *lines, last = wrap_label(theme.name) or ("",)
    return (*lines, f"{last} · {format_number(theme.count)}")


def _scale(axis: Axis, values: Sequence[float], start: int, end: int) -> _Scale:
    """Fit an axis around its values in half steps, at least one step long."""
    if not 0 < axis.step <= axis.highest - axis.lowest:
        raise ValueError(f"an axis from {axis.lowest} to {axis.highest} by {axis.step}")
    if any(not axis.lowest <= value <= axis.highest for value in values):
        raise ValueError(f"a value outside {axis.lowest} to {axis.highest}: {values}")
    half = axis.step / 2
    low = max(axis.lowest, half * math.floor(min(values, default=axis.lowest) / half))
    high = min(axis.highest, half * math.ceil(max(values, default=axis.highest) / half))
    while high - low < axis.step:
        low, high = max(axis.lowest, low - half), min(axis.highest, high + half)
    inward = INSET if end > start else -INSET
    return _Scale(low, high, start + inward, end - inward)


def _tick_text(value: float) -> str:
    decimals = len(f"{value:.2f}".rstrip("0").partition(".")[2])
    return format_number(value, decimals=decimals)


def _radius(count: int, most: int) -> int:
    if most == 0:
        return SMALLEST
    return round(SMALLEST + (LARGEST - SMALLEST) * math.sqrt(count / most))
