"""The figures of a cycle, composed from all rooms; kept as they are when it closes."""

from typing import Any

from convoca.agenda.queries import interviewed_seat_ids, reserve_themes
from convoca.convening.core.figures import FunnelCounts
from convoca.convening.queries import SeatRow, bands, coverage_of, funnel_counts
from convoca.cycles.models import Cycle
from convoca.meetings.queries import figures as session_figures
from convoca.workplan.queries import answered_seat_ids


def whole_funnel(cycle: Cycle, rows: list[SeatRow]) -> FunnelCounts:
    """Return the funnel of a cycle over the seats that exist, with interviews and availability."""
    existing = {row.seat.pk for row in rows if row.facts.existence == "exists"}
    return funnel_counts(cycle, rows).with_rooms_above(
        interviewed=len(existing & interviewed_seat_ids(cycle)),
        gave_availability=len(existing & answered_seat_ids(cycle)),
    )


def cycle_figures(cycle: Cycle, rows: list[SeatRow]) -> dict[str, Any]:  # Any: counts, as JSON
    """Return coverage, funnel, attendance and bands as plain values with their denominators."""
    seats = coverage_of(cycle, rows)
    loyalty = bands(cycle, rows)
    return {
        "coverage": {
            "participating": seats.participating,
            "existing": seats.existing,
            "unknown": seats.unknown,
        },
        "funnel": dict(whole_funnel(cycle, rows).steps),
        "bands": {
            "of": loyalty.of,
            "held": loyalty.held,
            **{band.value: count for band, count in loyalty.now.items()},
        },
        "reserve": [theme.title for theme, _position in reserve_themes(cycle)],
        **session_figures(cycle),
    }
