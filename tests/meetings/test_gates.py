import pytest

from convoca.convening.services import answer_invitation
from convoca.cycles.core.gates import GateLine, GateReport
from convoca.cycles.core.stages import Stage
from convoca.meetings.models import Commitment, Session
from convoca.meetings.queries import (
    closing_gate_report,
    figures,
    gate_report,
    list_accepted,
    list_sessions,
)
from convoca.meetings.services import AttendanceEntry, close_session, record_attendance
from tests.factories.convening import make_accepted_cycle
from tests.factories.directory import make_held_seats, make_user
from tests.factories.meetings import AFTER, make_session, seats_of_cycle

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    cycle = make_accepted_cycle(2)
    cycle.community.session_count = 2
    cycle.community.save()
    return cycle


def hold(session, user):
    rows = [AttendanceEntry(seats_of_cycle(session.cycle)[0].pk, "present")]
    record_attendance(session=session, rows=rows, source="hand", user=user, now=AFTER)
    return close_session(session=session, user=user, now=AFTER)


def test_gate_report_without_sessions_is_shut(cycle):
    assert gate_report(cycle) == GateReport(
        stage=Stage.SESSIONS,
        lines=[GateLine("Sesiones realizadas", 0, 2, f"/sesiones/{cycle.pk}/")],
        must=["Cree las sesiones desde el plan de trabajo."],
    )


def test_gate_report_with_a_session_to_come_is_shut_and_names_it(cycle):
    hold(make_session(cycle, 1), make_user(cycle.community.association))
    make_session(cycle, 2)

    report = gate_report(cycle)

    assert report.must == ["Cierre o cancele la sesión 2."]
    assert [(line.text, line.done, line.of) for line in report.lines] == [
        ("Sesiones realizadas", 1, 2),
        ("Sesión 1: puestos con asistencia registrada", 2, 2),
    ]


def test_gate_report_with_a_cancelled_session_asks_for_a_reason(cycle):
    hold(make_session(cycle, 1), make_user(cycle.community.association))
    make_session(cycle, 2, state=Session.State.CANCELLED)

    report = gate_report(cycle)

    assert (report.must, report.needs_reason) == ([], True)


def test_closing_gate_report_counts_minutes_and_commitments(cycle):
    first = hold(make_session(cycle, 1), make_user(cycle.community.association))
    seat = seats_of_cycle(cycle)[0]
    for text, state in [("Uno", "done"), ("Dos", "open")]:
        Commitment.objects.create(
            session=first, seat=seat, text=text, state=state, created_at=AFTER
        )

    report = closing_gate_report(cycle)

    assert (report.stage, report.must, report.needs_reason) == (Stage.CLOSING, [], True)
    assert [(line.done, line.of, line.url) for line in report.lines] == [
        (0, 1, f"/sesiones/{cycle.pk}/"),
        (1, 2, f"/sesiones/{cycle.pk}/compromisos/"),
    ]


def test_figures_hold_each_session_with_its_denominators(cycle):
    hold(make_session(cycle, 1), make_user(cycle.community.association))
    make_held_seats(cycle.community, 1)

    assert figures(cycle) == {
        "sessions": [
            {
                "number": 1,
                "topic": "Tema 1",
                "on": "2027-03-09",
                "state": "held",
                "present": 1,
                "excused": 0,
                "accepted": 2,
                "seats": 3,
            }
        ],
        "commitments": {"made": 0, "settled": 0},
    }


def test_a_session_held_counts_those_it_was_for_not_who_leaves_later(cycle):
    hold(make_session(cycle, 1), make_user(cycle.community.association))
    invitation = list_accepted(cycle)[0]
    answer_invitation(invitation=invitation, answer="no", via="staff", now=AFTER)

    line = list_sessions(cycle)[0]

    assert (line.present, line.accepted) == (1, 2)
