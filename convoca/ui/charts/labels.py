"""Places for the labels of a picture, so that no two of them ever cover each other."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from convoca.ui.charts.text import Box, text_width

LABEL_SIZE, LINE_HEIGHT = 12, 15
NEAR = 14  # a label farther from its bubble than this gets a line to it
REACH, STEP = 200, 8  # how far labels move, and by how much at a time
DIRECTIONS = ((0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1))


@dataclass(frozen=True)
class Spot:
    """A bubble: its centre and its radius."""

    x: int
    y: int
    radius: int

    @property
    def box(self) -> Box:
        """Return the square around the bubble."""
        side = 2 * self.radius
        return Box(self.x - self.radius, self.y - self.radius, side, side)


@dataclass(frozen=True)
class Line:
    """One line of a label, by the middle of its baseline."""

    text: str
    x: int
    y: int


@dataclass(frozen=True)
class Label:
    """A label as drawn: its room, its lines, and the line to its bubble if it had to move."""

    box: Box
    lines: tuple[Line, ...]
    leader: tuple[int, int, int, int] | None


@dataclass
class Room:
    """What is taken inside `frame` while the labels look for a place, one after the other."""

    frame: Box
    bubbles: list[Box]
    labels: list[Box] = field(default_factory=list)

    def place(self, spot: Spot, texts: tuple[str, ...]) -> Label | None:
        """Take the nearest free place for a label: clear of bubbles, or at least of labels.

        Returns None when there is no free place, and then takes nothing.
        """
        width = max(text_width(text, LABEL_SIZE) for text in texts)
        height = LINE_HEIGHT * len(texts)
        for taken in ([*self.labels, *self.bubbles], self.labels):
            for box in _candidates(spot, width, height):
                if self.frame.holds(box) and not any(box.meets(other) for other in taken):
                    self.labels.append(box)
                    return Label(box, _lines(texts, box), _leader(spot, box))
        return None


def _candidates(spot: Spot, width: int, height: int) -> Iterator[Box]:
    """Yield places around a bubble: below, above, right, left, corners; then farther out."""
    for away in range(spot.radius + 2, spot.radius + REACH, STEP):
        for right, down in DIRECTIONS:
            left = spot.x - width // 2 + right * (away + width // 2)
            top = spot.y - height // 2 + down * (away + height // 2)
            yield Box(left, top, width, height)
        for left in (spot.x - 5 * width // 6, spot.x - width // 6):
            yield Box(left, spot.y + away, width, height)
            yield Box(left, spot.y - away - height, width, height)


def _lines(texts: tuple[str, ...], box: Box) -> tuple[Line, ...]:
    middle = box.x + box.width // 2
    return tuple(
        Line(text, middle, box.y + LINE_HEIGHT * index + LABEL_SIZE)
        for index, text in enumerate(texts)
    )


def _leader(spot: Spot, box: Box) -> tuple[int, int, int, int] | None:
    """Return the line from the edge of a bubble to the nearest point of its label, if far."""
    near_x = min(max(spot.x, box.x), box.x + box.width)
    near_y = min(max(spot.y, box.y), box.y + box.height)
    across, down = near_x - spot.x, near_y - spot.y
    distance = math.hypot(across, down)
    if distance <= spot.radius + NEAR:
        return None
    part = spot.radius / distance
    return round(spot.x + across * part), round(spot.y + down * part), near_x, near_y
