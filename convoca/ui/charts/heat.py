"""The availability heat map: a cell an hour, deeper where more can."""

from collections.abc import Sequence
from dataclasses import dataclass

from convoca.ui.formats import format_number

DEEPEST = 10


@dataclass(frozen=True)
class HeatCell:
    """How many can at one day and hour, and how many `more` if need be.

    `proposed` frames it, `url` tells more of it; `note` says in a word or two what stands against
    it, and the cell is marked.
    """

    count: int
    proposed: bool = False
    url: str = ""
    more: int = 0
    note: str = ""


@dataclass(frozen=True)
class HeatRow:
    """One hour: its label ("10:00") and a cell for each day."""

    label: str
    cells: Sequence[HeatCell]


@dataclass(frozen=True)
class DrawnCell:
    """One cell as drawn: `depth` 0 to 10, `percent` 0 to 100, counts as written; `rest` cannot."""

    cell: HeatCell
    column: str
    depth: int
    percent: int
    count: str
    more: str
    rest: str


@dataclass(frozen=True)
class DrawnHeatRow:
    """One row as drawn."""

    label: str
    cells: list[DrawnCell]


@dataclass(frozen=True)
class Heat:
    """When people can. `total` is the denominator of every cell: those who answered.

    Where a cell has `more`, its number stands small beside the count; the depth is of the count.

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
    def in_order(self) -> list[tuple[str, DrawnCell]]:
        """Return all cells with the label of their row, those of most people first.

        What comes "if need be" counts half; ties keep the order of days and hours.
        """
        cells = [(row.label, cell) for row in self.drawn for cell in row.cells]
        columns = list(self.columns)
        cells.sort(key=lambda one: columns.index(one[1].column))
        return sorted(cells, key=lambda one: -2 * one[1].cell.count - one[1].cell.more)

    @property
    def has_proposed(self) -> bool:
        """Tell whether any cell is framed, so that the legend explains the frame."""
        return any(cell.proposed for row in self.rows for cell in row.cells)

    @property
    def has_more(self) -> bool:
        """Tell whether any cell has a second number, so that the legend explains it."""
        return any(cell.more for row in self.rows for cell in row.cells)

    @property
    def has_notes(self) -> bool:
        """Tell whether something stands against any cell."""
        return any(cell.note for row in self.rows for cell in row.cells)

    @property
    def ramp(self) -> list[tuple[int, int]]:
        """Return the depths of the legend, each with its percent."""
        return [(depth, 100 * depth // DEEPEST) for depth in (0, 2, 4, 6, 8, DEEPEST)]

    def _draw(self, cell: HeatCell, column: str) -> DrawnCell:
        percent = int(100 * cell.count / self.total + 0.5) if self.total else 0
        depth = min(DEEPEST, (percent + 5) // 10)
        rest = max(self.total - cell.count - cell.more, 0)
        return DrawnCell(
            cell=cell,
            column=column,
            depth=depth,
            percent=percent,
            count=format_number(cell.count),
            more=format_number(cell.more) if cell.more else "",
            rest=format_number(rest),
        )
