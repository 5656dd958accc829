"""The figures of a cycle and the gate of the convocatoria, from the rows of its seats."""

from collections.abc import Sequence

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from convoca.convening.core.figures import (
    Coverage,
    FunnelCounts,
    SessionFigures,
    coverage,
    funnel,
    session_figures,
)
from convoca.convening.core.record import BandCounts, count_bands, record_of
from convoca.convening.models import Invitation
from convoca.convening.queries.board import SeatRow, held_numbers, list_seat_rows
from convoca.cycles.core.gates import GateLine, GateReport
from convoca.cycles.core.stages import Stage
from convoca.cycles.models import Cycle
from convoca.directory.models import Seat, Tenure


def funnel_counts(cycle: Cycle, rows: Sequence[SeatRow] | None = None) -> FunnelCounts:
    """Return the funnel; the desk completes it with `with_rooms_above`."""
    return funnel(row.reach for row in _rows(cycle, rows))


def coverage_of(cycle: Cycle, rows: Sequence[SeatRow] | None = None) -> Coverage:
    """Return the seats that take part, of those that exist."""
    return coverage((row.facts for row in _rows(cycle, rows)), has_begun=bool(held_numbers(cycle)))


def bands(cycle: Cycle, rows: Sequence[SeatRow] | None = None) -> BandCounts:
    """Return the accepted seats by how often they came, now and at best."""
    held = held_numbers(cycle)
    records = [
        record_of(row.facts.presences, held=held)
        for row in _rows(cycle, rows)
        if row.facts.is_accepted
    ]
    return count_bands(records, sessions=cycle.community.session_count)


def list_session_figures(
    cycle: Cycle, rows: Sequence[SeatRow] | None = None
) -> list[SessionFigures]:
    """List who came to each session held, in order."""
    known = [row for row in _rows(cycle, rows) if row.facts.served_by is None]
    presences = [row.facts.presences for row in known]
    accepted = sum(row.facts.is_accepted for row in known)
    members = sum(row.facts.is_office for row in known)
    return [
        session_figures(presences, number=number, accepted=accepted, members=members)
        for number in sorted(held_numbers(cycle))
    ]


def gate_report(cycle: Cycle) -> GateReport:
    """Say what the convocatoria still lacks before the interviews; somebody must take part.

    Counted in one query, by the same rules as the funnel, over the offices that exist.
    """
    counts = _gate_counts(cycle)
    board = reverse("convening:board", args=[cycle.pk])
    lines = [
        (_("puestos con una persona conocida"), "identified", "seats", "vacant"),
        (_("personas con su invitación"), "invited", "identified", "waiting"),
        (_("invitaciones con respuesta"), "answered", "invited", "invited"),
        (_("invitaciones aceptadas"), "accepted", "invited", "declined"),
    ]
    return GateReport(
        stage=Stage.CONVENING,
        lines=[
            GateLine(label, counts[done], counts[of], f"{board}?estado={missing}")
            for label, done, of, missing in lines
        ],
        must=[]
        if counts["accepted"]
        else [_("Falta que al menos un puesto acepte la invitación.")],
    )


def _gate_counts(cycle: Cycle) -> dict[str, int]:
    live = Invitation.objects.filter(cycle=cycle, seat=OuterRef("pk"), withdrawn_at__isnull=True)
    held = Tenure.objects.filter(seat=OuterRef("pk"), to_on__isnull=True)
    accepting = [Invitation.Answer.YES, Invitation.Answer.DEPUTY]
    return Seat.objects.filter(
        association=cycle.community.association_id,
        kind=cycle.community.kind_id,
        existence=Seat.Existence.EXISTS,
        served_by__isnull=True,
    ).aggregate(
        seats=Count("pk"),
        identified=Count("pk", filter=Exists(held)),
        invited=Count("pk", filter=Exists(live)),
        answered=Count("pk", filter=Exists(live.exclude(answer=Invitation.Answer.NONE))),
        accepted=Count("pk", filter=Exists(live.filter(answer__in=accepting))),
    )


def _rows(cycle: Cycle, rows: Sequence[SeatRow] | None) -> Sequence[SeatRow]:
    """Return the rows already read for the page, or read them."""
    return list_seat_rows(cycle) if rows is None else rows
