"""Counts that may be shown: none so small that it points to somebody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """How many people of each group said something; None where it must not be shown.

    `total` is over all groups, None as soon as one of them is hidden: it would give it away.
    """

    key: str
    cells: tuple[int | None, ...]
    total: int | None


def shown_counts(
    counts: Mapping[str, Mapping[str, int]], *, groups: Sequence[str], smallest: int
) -> list[Row]:
    """Hide counts under `smallest`, and the totals from which they could be worked out.

    A cell is hidden when its count is under `smallest`, zero included, so that nobody can tell
    a few from none. A total is hidden when any cell of its row is, or when it is itself small.
    Columns have no totals: one person may say several things. So each hidden cell may be anything
    from 0 to `smallest` - 1, whatever else is shown.

    Args:
        counts: by row and group; a group that is absent counts 0.
        groups: the columns in their order.

    Returns:
        One row a key, most people first as far as they are shown; ties by the key.
    """
    rows = [_row(key, [own.get(one, 0) for one in groups], smallest) for key, own in counts.items()]
    return sorted(rows, key=lambda row: (-sum(cell or 0 for cell in row.cells), row.key))


def _row(key: str, cells: Sequence[int], smallest: int) -> Row:
    shown = tuple(cell if cell >= smallest else None for cell in cells)
    return Row(key, shown, None if None in shown else sum(cells))
