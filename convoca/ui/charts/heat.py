"""The availability heat map: a cell an hour, deeper where more can."""

from collections.abc import Sequence
from dataclasses import dataclass

from convoca.ui.formats import format_number

DEEPEST = 10


@dataclass(frozen=True)
class HeatCell:
    """How many can at one day and hour; `proposed` frames it, `url` lists who can."""

    count: int
    proposed: bool = False
    url: str = ""


@dataclass(frozen=True)
class HeatRow:
    """One hour: its label ("10:00") and a cell for each day."""

    label: str
    cells: Sequence[HeatCell]


@dataclass(frozen=True)
class DrawnCell:
    """One cell as drawn: `depth` 0 to 10, `percent` 0 to 100, and what a screen reader adds."""

    cell: HeatCell
    column: str
    depth: int
    percent: int
    count: str


@dataclass(frozen=True)
class DrawnHeatRow:
    """One row as drawn."""

    label: str
    cells: list[DrawnCell]


@dataclass(frozen=True)
class Heat:
    """When people can. `total` is the denominator of every cell: those who answered.

    Raises ValueError: a row has more or fewer cells than there are columns.
    """

    key: str
    title: str
    description: str
    columns: Sequence[str]
    rows: Sequence[HeatRow]
    total: int

    def __post_init__(self) -> None:
        """Refuse rows that do not fit the columns."""
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                raise ValueError(f"{row.label}: {len(row.cells)} of {len(self.columns)}")

    @property
    def drawn(self) -> list[DrawnHeatRow]:
        """Return the rows with depth and percent, in their order."""
        return [
            DrawnHeatRow(row.label, list(map(self._draw, row.cells, self.columns)))
            for row in self.rows
        ]

    @property
    def has_proposed(self) -> bool:
        """Tell whether any cell is framed, so that the legend explains the frame."""
        return any(cell.proposed for row in self.rows for cell in row.cells)

    def _draw(self, cell: HeatCell, column: str) -> DrawnCell:
        percent = int(100 * cell.count / self.total + 0.5) if self.total else 0
        depth = min(DEEPEST, (percent + 5) // 10)
        return DrawnCell(cell, column, depth, percent, format_number(cell.count))
