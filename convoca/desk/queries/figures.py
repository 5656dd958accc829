"""The figures of a cycle, composed from all rooms; a closed one keeps those of its closing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from convoca.agenda.queries import interviewed_seat_ids, reserve_themes
from convoca.convening.queries import (
    SeatRow,
    bands,
    coverage_of,
    list_seat_rows,
)
from convoca.cycles.models import Cycle
from convoca.meetings.queries import figures as session_figures
from convoca.retention.queries import count_funnel
from convoca.workplan.queries import answered_seat_ids


@dataclass(frozen=True)
class CycleFigures:
    """Coverage, funnel, bands, sessions and commitments, each count beside its denominator.

    Plain values: kept as JSON when the cycle closes. `bands` holds also `of` and `held`.
    """

    coverage: Mapping[str, int]
    funnel: Mapping[str, int]
    bands: Mapping[str, int]
    reserve: Sequence[str]
    sessions: Sequence[Mapping[str, Any]]  # Any: numbers and words of a session, as JSON
    commitments: Mapping[str, int]


def read_figures(cycle: Cycle) -> CycleFigures:
    """Return the figures: as they were kept at the closing, or as they are now."""
    if cycle.figures:
        return CycleFigures(**cycle.figures)
    return count_figures(cycle, list_seat_rows(cycle))


def count_figures(cycle: Cycle, rows: list[SeatRow]) -> CycleFigures:
    """Count the figures as they are now, over the seats that were read."""
    seats, loyalty = coverage_of(cycle, rows), bands(cycle, rows)
    return CycleFigures(
        coverage={
            "participating": seats.participating,
            "existing": seats.existing,
            "unknown": seats.unknown,
        },
        funnel=count_funnel(cycle, rows, interviewed_seat_ids(cycle), answered_seat_ids(cycle)),
        bands={
            "of": loyalty.of,
            "held": loyalty.held,
            **{band.value: count for band, count in loyalty.now.items()},
        },
        reserve=[theme.title for theme, _position in reserve_themes(cycle)],
        **session_figures(cycle),
    )
