"""Lines of shares over the sessions of cycles: one line a cycle, the last one with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

LEFT, RIGHT, TOP, BOTTOM = 40, 286, 14, 196
WIDTH, HEIGHT = 360, 232
LABEL_GAP = 15
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class CurveMark:
    """One point: a share from 0 to 1, its ends, its words; `share` None is not drawn."""

    share: float | None
    low: float
    high: float
    words: str
    detail: str = ""
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class CurveLine:
    """One line, from the first session on; `is_current` is the one that is drawn strong."""

    label: str
    marks: Sequence[CurveMark]
    is_current: bool = False


@dataclass(frozen=True)
class DrawnMark:
    """A mark as drawn, by its centre; `top` and `foot` end its interval."""

    mark: CurveMark
    x: int
    y: int
    top: int
    foot: int


@dataclass(frozen=True)
class DrawnLine:
    """A line as drawn; its label stands beside its last mark, never over another label."""

    line: CurveLine
    marks: list[DrawnMark]
    path: str
    label_y: int


@dataclass(frozen=True)
class Tick:
    """A line of the grid with its words."""

    at: int
    text: str


@dataclass(frozen=True)
class Curve:
    """Shares over sessions. `key` is unique in the page; `sessions` names the places across.

    A line may have fewer marks than there are sessions, never more: ValueError.
    """

    key: str
    title: str
    description: str
    sessions: Sequence[str]
    lines: Sequence[CurveLine]
    width: int = WIDTH
    height: int = HEIGHT

    def __post_init__(self) -> None:
        """Refuse lines that are longer than the sessions."""
        for line in self.lines:
            if len(line.marks) > len(self.sessions):
                raise ValueError(f"{line.label}: {len(line.marks)} of {len(self.sessions)}")

    @property
    def across_ticks(self) -> list[Tick]:
        """Return the sessions with their places."""
        return [Tick(self._x(index), name) for index, name in enumerate(self.sessions)]

    @property
    def up_ticks(self) -> list[Tick]:
        """Return the quarters from 0 to 100."""
        return [Tick(_y(share), str(round(100 * share))) for share in SHARES]

    @property
    def drawn(self) -> list[DrawnLine]:
        """Return the lines that have a mark to draw, the current one last, on top of the others."""
        shown = [line for line in self.lines if any(mark.share is not None for mark in line.marks)]
        placed = [(line, self._place(line)) for line in shown]
        labels = _spread([marks[-1].y for _line, marks in placed])
        drawn = [
            DrawnLine(line, marks, _path(marks), label_y)
            for (line, marks), label_y in zip(placed, labels, strict=True)
        ]
        return sorted(drawn, key=lambda one: one.line.is_current)

    def _place(self, line: CurveLine) -> list[DrawnMark]:
        return [
            DrawnMark(mark, self._x(index), _y(mark.share), _y(mark.high), _y(mark.low))
            for index, mark in enumerate(line.marks)
            if mark.share is not None
        ]

    def _x(self, index: int) -> int:
        if len(self.sessions) == 1:
            return LEFT
        return LEFT + round((RIGHT - LEFT) * index / (len(self.sessions) - 1))


def _y(share: float) -> int:
    return round(BOTTOM - (BOTTOM - TOP) * min(max(share, 0.0), 1.0))


def _path(marks: Sequence[DrawnMark]) -> str:
    return " ".join(f"{'L' if place else 'M'}{one.x} {one.y}" for place, one in enumerate(marks))


def _spread(heights: Sequence[int]) -> list[int]:
    """Move labels apart, the higher first, so that no two stand nearer than a line of text.

    What would fall below the picture pushes the ones above it up again.
    """
    order = sorted(range(len(heights)), key=lambda index: (heights[index], index))
    placed = list(heights)
    for above, below in pairwise(order):
        placed[below] = max(placed[below], placed[above] + LABEL_GAP)
    floor = BOTTOM
    for index in reversed(order):
        placed[index] = min(placed[index], floor)
        floor = placed[index] - LABEL_GAP
    return placed
