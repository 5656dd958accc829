"""The figures of a cycle and the gate of the convocatoria, from the rows of its seats."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from convoca.convening.core.bands import BandCounts, count_bands
from convoca.convening.core.figures import (
    Coverage,
    FunnelCounts,
    SessionFigures,
    coverage,
    coverage_by,
    funnel,
    session_figures,
)
from convoca.convening.queries.board import SeatRow, held_numbers, list_seat_rows
from convoca.cycles.core.gates import GateLine, GateReport
from convoca.cycles.core.stages import Stage
from convoca.cycles.models import Cycle


def funnel_counts(cycle: Cycle, rows: Sequence[SeatRow] | None = None) -> FunnelCounts:
    """Return the funnel; the desk completes it with `with_rooms_above`."""
    return funnel(row.reach for row in _rows(cycle, rows))


def coverage_of(cycle: Cycle, rows: Sequence[SeatRow] | None = None) -> Coverage:
    """Return the seats that take part, of those that exist."""
    return coverage((row.facts for row in _rows(cycle, rows)), has_begun=bool(held_numbers(cycle)))


def coverage_by_region(
    cycle: Cycle, rows: Sequence[SeatRow] | None = None
) -> Mapping[str, Coverage]:
    """Return the coverage of each region by its name, from north to south."""
    seats = [(row.seat.municipality.region.name, row.facts) for row in _rows(cycle, rows)]
    return coverage_by(seats, has_begun=bool(held_numbers(cycle)))


def bands(cycle: Cycle, rows: Sequence[SeatRow] | None = None) -> BandCounts:
    """Return the accepted seats by how often they came, now and at best."""
    accepted = [row.facts.presences.attended for row in _rows(cycle, rows) if row.facts.is_accepted]
    return count_bands(
        accepted, held=len(held_numbers(cycle)), sessions=cycle.community.session_count
    )


def list_session_figures(
    cycle: Cycle, rows: Sequence[SeatRow] | None = None
) -> list[SessionFigures]:
    """List who came to each session held, in order."""
    known = _rows(cycle, rows)
    presences = [row.facts.presences for row in known]
    accepted = sum(row.facts.is_accepted for row in known)
    members = sum(row.facts.existence == "exists" for row in known)
    return [
        session_figures(presences, number=number, accepted=accepted, members=members)
        for number in sorted(held_numbers(cycle))
    ]


def gate_report(cycle: Cycle) -> GateReport:
    """Say what the convocatoria still lacks before the interviews; somebody must take part."""
    rows = list_seat_rows(cycle)
    counts = funnel_counts(cycle, rows)
    invited = sum(row.facts.is_invited and row.facts.existence == "exists" for row in rows)
    board = reverse("convening:board", args=[cycle.pk])
    return GateReport(
        stage=Stage.CONVENING,
        lines=[
            GateLine(
                _("puestos con una persona conocida"),
                counts.identified,
                counts.seats,
                f"{board}?estado=vacant",
            ),
            GateLine(
                _("personas con su invitación"),
                invited,
                counts.identified,
                f"{board}?estado=waiting",
            ),
            GateLine(
                _("invitaciones con respuesta"), counts.answered, invited, f"{board}?estado=invited"
            ),
            GateLine(
                _("invitaciones aceptadas"), counts.accepted, invited, f"{board}?estado=declined"
            ),
        ],
        must=[] if counts.accepted else [_("Falta que al menos un puesto acepte la invitación.")],
    )


def _rows(cycle: Cycle, rows: Sequence[SeatRow] | None) -> Sequence[SeatRow]:
    """Return the rows already read for the page, or read them."""
    return list_seat_rows(cycle) if rows is None else rows
