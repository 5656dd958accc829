"""What the sessions say about passing the gates, and the figures kept when a cycle closes."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from convoca.cycles.core.gates import GateLine, GateReport
from convoca.cycles.core.stages import Stage
from convoca.cycles.models import Cycle
from convoca.directory.models import Seat
from convoca.directory.queries import community_seats
from convoca.meetings.models import Session
from convoca.meetings.queries.commitments import list_commitments
from convoca.meetings.queries.sessions import SessionLine, list_sessions

State = Session.State


def gate_report(cycle: Cycle) -> GateReport:
    """Report on the stage of the sessions: each one must be held or cancelled.

    Cancelled sessions count as missing, so passing asks for a reason.
    """
    lines = list_sessions(cycle)
    held = [line for line in lines if line.session.state == State.HELD]
    return GateReport(
        stage=Stage.SESSIONS,
        lines=[
            GateLine(
                text=_("Sesiones realizadas"),
                done=len(held),
                of=max(cycle.community.session_count, len(lines)),
                url=reverse("meetings:sessions", args=[cycle.pk]),
            ),
            *(_attendance_line(cycle, line) for line in held),
        ],
        must=_still_to_do(lines),
    )


def _attendance_line(cycle: Cycle, line: SessionLine) -> GateLine:
    return GateLine(
        text=_("Sesión %(number)s: puestos con asistencia registrada")
        % {"number": line.session.number},
        done=min(line.recorded, line.accepted),
        of=line.accepted,
        url=reverse("meetings:attendance", args=[cycle.pk, line.session.number]),
    )


def _still_to_do(lines: list[SessionLine]) -> list[str]:
    if not lines:
        return [_("Cree las sesiones desde el plan de trabajo.")]
    ended = {State.HELD, State.CANCELLED}
    return [
        _("Cierre o cancele la sesión %(number)s.") % {"number": line.session.number}
        for line in lines
        if line.session.state not in ended
    ]


def closing_gate_report(cycle: Cycle) -> GateReport:
    """Report on the closing: minutes sent, and commitments settled. Nothing here blocks."""
    held = Session.objects.filter(cycle=cycle, state=State.HELD)
    book = list_commitments(cycle)
    return GateReport(
        stage=Stage.CLOSING,
        lines=[
            GateLine(
                text=_("Actas enviadas de las sesiones realizadas"),
                done=held.filter(minutes_sent_at__isnull=False).count(),
                of=held.count(),
                url=reverse("meetings:sessions", args=[cycle.pk]),
            ),
            GateLine(
                text=_(
                    "Compromisos con seguimiento terminado; los abiertos pasan al ciclo siguiente"
                ),
                done=len(book.settled),
                of=book.total,
                url=reverse("meetings:commitments", args=[cycle.pk]),
            ),
        ],
    )


def figures(cycle: Cycle) -> dict[str, Any]:  # Any: numbers and words, as JSON
    """Return what is kept of the sessions when a cycle closes, as plain values.

    Each session: present / accepted and present / seats, where seats are those known to
    exist; commitments made and settled. Denominators stand beside the counts.
    """
    seats = community_seats(cycle.community).filter(existence=Seat.Existence.EXISTS).count()
    book = list_commitments(cycle)
    return {
        "sessions": [_session_figures(line, seats) for line in list_sessions(cycle)],
        "commitments": {"made": book.total, "settled": len(book.settled)},
    }


def _session_figures(line: SessionLine, seats: int) -> dict[str, object]:
    session = line.session
    return {
        "number": session.number,
        "topic": session.topic,
        "on": session.wall_start[:10],
        "state": session.state,
        "present": line.present,
        "excused": line.excused,
        "accepted": line.accepted,
        "seats": seats,
    }
