"""The picture of the country: one mark a seat, a column a region, from north to south."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from convoca.ui.charts.states import SeatState
from convoca.ui.charts.text import Box, text_width
from convoca.ui.formats import format_share

PITCH = 14
RADIUS = 5
GAP = 8
LABEL_SIZE = 11
LABELS_HEIGHT = 36


@dataclass(frozen=True)
class Seat:
    """One seat: the name of its comuna, its state and its page; `more` is said after the state."""

    name: str
    state: SeatState
    url: str
    more: str = ""

    @property
    def words(self) -> str:
        """Return what the mark says: "Ñuñoa: Participa", or "Ñuñoa: Participa (más)"."""
        said = f"{self.name}: {self.state.words}"
        return f"{said} ({self.more})" if self.more else said


@dataclass(frozen=True)
class Region:
    """One region: a short label for the picture, its name for the table, and its seats.

    `counted` is (participating, existing) where another rule than the marks counts them: one
    who came and declined afterwards has one mark, and counts by both.
    """

    label: str
    name: str
    seats: Sequence[Seat]
    counted: tuple[int, int] | None = None

    @property
    def participating(self) -> int:
        """Count the seats that take part: as counted, or those marked so, also while cooling."""
        if self.counted is not None:
            return self.counted[0]
        return self.count(SeatState.PRESENT) + self.count(SeatState.RISK)

    @property
    def existing(self) -> int:
        """Count the seats that exist: as counted, or neither marked absent nor unknown."""
        if self.counted is not None:
            return self.counted[1]
        return len(self.seats) - self.count(SeatState.NONE) - self.count(SeatState.UNKNOWN)

    @property
    def share(self) -> str:
        """Return participating of existing, in words."""
        return format_share(self.participating, self.existing)

    def count(self, state: SeatState) -> int:
        """Count the seats in one state."""
        return Counter(seat.state for seat in self.seats)[state]


@dataclass(frozen=True)
class Mark:
    """One mark as drawn, by its centre."""

    seat: Seat
    x: int
    y: int


@dataclass(frozen=True)
class Column:
    """One region as drawn; both labels start at `x` and fit in `width`.

    `top` is where its highest mark begins: from there down the column can stand alone.
    """

    region: Region
    x: int
    width: int
    top: int
    marks: list[Mark]

    @property
    def short_share(self) -> str:
        """Return the share under the column: "41/52"."""
        return f"{self.region.participating}/{self.region.existing}"

    def label_box(self, height: int) -> Box:
        """Return the room of the two labels in a picture of that height."""
        return Box(self.x, height - LABELS_HEIGHT, self.width, LABELS_HEIGHT)


@dataclass(frozen=True)
class SeatPicture:
    """The picture laid out, `width` by `height` in its own units."""

    key: str
    title: str
    description: str
    columns: list[Column]
    width: int
    height: int

    @property
    def states(self) -> list[SeatState]:
        """Return the states that appear, in the order of the legend."""
        shown = {mark.seat.state for column in self.columns for mark in column.marks}
        return [state for state in SeatState if state in shown]

    @property
    def boxes(self) -> list[tuple[Column, Box]]:
        """Return each column with the part of the picture that it fills, labels included."""
        return [
            (column, Box(column.x, column.top, column.width, self.height - column.top))
            for column in self.columns
        ]

    @property
    def total(self) -> int:
        """Count the marks."""
        return sum(len(column.marks) for column in self.columns)

    @property
    def rows(self) -> list[tuple[Region, list[tuple[SeatState, int]]]]:
        """Return the table twin: each region with its count in each of `states`."""
        states = self.states
        return [
            (column.region, [(state, column.region.count(state)) for state in states])
            for column in self.columns
        ]


def place_seats(
    regions: Sequence[Region], *, key: str, title: str, description: str, across: int = 4
) -> SeatPicture:
    """Lay out one mark a seat: columns from left to right, each filled from the ground up.

    A column is as wide as its marks or its label, whichever is wider, so neither marks nor labels
    of two regions ever meet. The order of regions and seats is kept.

    Args:
        regions: from north to south; one without seats keeps its label; empty: no columns.
        key: unique in the page, for the ids of title and description.
        across: marks side by side in a region, 1 or more.

    Raises ValueError: across is below 1.
    """
    if across < 1:
        raise ValueError(f"{across} marks across")
    levels = max((-(-len(region.seats) // across) for region in regions), default=0)
    ground = PITCH * levels
    columns = []
    left = GAP
    for region in regions:
        column = _place_region(region, left, ground, across)
        columns.append(column)
        left += column.width + GAP
    return SeatPicture(key, title, description, columns, left, ground + LABELS_HEIGHT)


def _place_region(region: Region, left: int, ground: int, across: int) -> Column:
    marks = [
        Mark(
            seat,
            left + PITCH * (index % across) + PITCH // 2,
            ground - PITCH * (index // across) - PITCH // 2,
        )
        for index, seat in enumerate(region.seats)
    ]
    used = PITCH * min(across, len(region.seats))
    label = text_width(region.label, LABEL_SIZE)
    share = text_width(f"{region.participating}/{region.existing}", LABEL_SIZE)
    top = ground - PITCH * -(-len(region.seats) // across)
    return Column(region, left, max(used, label, share), top, marks)
