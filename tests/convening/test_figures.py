"""The board and the figures, from real rows."""

import pytest
from django.urls import reverse

from convoca.convening.core.bands import Band
from convoca.convening.core.figures import Coverage, FunnelCounts
from convoca.convening.core.standing import Standing
from convoca.convening.queries import (
    accepted_invitations,
    bands,
    count_standings,
    coverage_of,
    funnel_counts,
    gate_report,
    get_seat_row,
    list_seat_rows,
    list_session_figures,
    live_invitations,
)
from convoca.convening.services import record_attempt
from convoca.cycles.core.gates import GateLine
from convoca.directory.models import Seat
from convoca.messaging.models import Message
from tests.factories.convening import (
    answer,
    make_accepted_cycle,
    make_invited_cycle,
    mark_presences,
)
from tests.factories.cycles import NOW
from tests.factories.directory import make_municipality, make_seat

pytestmark = pytest.mark.django_db


def mixed_cycle():
    """Five existing seats: one accepts, one declines, one is silent, one vacant; one unknown."""
    cycle = make_invited_cycle(3)
    yes, no, _silent = live_invitations(cycle)
    answer(yes)
    answer(no, "no")
    make_seat(cycle.community, make_municipality("Vacante", "V1"))
    unknown = make_seat(cycle.community, make_municipality("Duda", "V2", region="Sur"))
    Seat.objects.filter(pk=unknown.pk).update(existence="unknown")
    return cycle


def test_standings_of_mixed_cycle_are_counted():
    assert count_standings(list_seat_rows(mixed_cycle())) == {
        Standing.ACCEPTED: 1,
        Standing.DECLINED: 1,
        Standing.INVITED: 1,
        Standing.VACANT: 1,
        Standing.UNKNOWN: 1,
    }


def test_coverage_of_mixed_cycle_keeps_unknown_apart():
    cycle = mixed_cycle()

    assert coverage_of(cycle) == Coverage(1, 4, 1, 0)


def test_funnel_reaches_who_got_a_mail_or_answered_a_call():
    cycle = mixed_cycle()
    Message.objects.filter(to_address="directora002@comuna.cl").update(state="sent")

    assert funnel_counts(cycle) == FunnelCounts(4, 3, 3, 2, 1, 0, 0, 0)


@pytest.mark.parametrize(("result", "reached"), [("reached", 1), ("no_answer", 0)])
def test_call_reaches_a_seat_only_when_it_was_answered(result, reached):
    cycle = make_invited_cycle(1)
    seat = Seat.objects.get()
    record_attempt(
        cycle=cycle, seat=seat, channel="phone", result=result, note="", user=None, now=NOW
    )

    assert funnel_counts(cycle).reached == reached


def test_row_tells_mail_trouble_until_another_mail_leaves():
    cycle = make_invited_cycle(1)
    Message.objects.update(state="failed")

    assert [row.has_mail_trouble for row in list_seat_rows(cycle)] == [True]


def test_bands_count_accepted_seats_now_and_at_best():
    cycle = make_accepted_cycle(3)
    seats = [invitation.seat for invitation in accepted_invitations(cycle)]
    for seat, presences in zip(seats, ("pp", "pa", "ae"), strict=True):
        mark_presences(cycle, seat, presences)

    counts = bands(cycle)

    assert (counts.held, counts.sessions, counts.of) == (2, 4, 3)
    assert counts.now == {Band.HIGH: 1, Band.MEDIUM: 1, Band.LOW: 0, Band.NEVER: 1}
    assert counts.best == {Band.HIGH: 3, Band.MEDIUM: 0, Band.LOW: 0, Band.NEVER: 0}
    assert [(s.present, s.absent, s.excused) for s in list_session_figures(cycle)] == [
        (2, 1, 0),
        (1, 1, 1),
    ]


def test_gate_without_anybody_accepting_is_shut():
    report = gate_report(make_invited_cycle(1))

    assert report.must == ["Falta que al menos un puesto acepte la invitación."]


def test_gate_with_one_accepted_asks_only_for_a_reason():
    cycle = mixed_cycle()
    board = reverse("convening:board", args=[cycle.pk])

    report = gate_report(cycle)

    assert (report.must, report.needs_reason) == ([], True)
    assert report.lines == [
        GateLine("puestos con una persona conocida", 3, 4, f"{board}?estado=vacant"),
        GateLine("personas con su invitación", 3, 3, f"{board}?estado=waiting"),
        GateLine("invitaciones con respuesta", 2, 3, f"{board}?estado=invited"),
        GateLine("invitaciones aceptadas", 1, 3, f"{board}?estado=declined"),
    ]


@pytest.mark.parametrize("seats", [1, 3])
def test_gate_takes_one_query_for_any_number_of_seats(seats, django_assert_num_queries):
    cycle = make_accepted_cycle(seats)

    with django_assert_num_queries(1):
        assert gate_report(cycle).lines[3].done == seats


def test_gate_counts_by_the_rules_of_the_funnel():
    cycle = mixed_cycle()
    answer(live_invitations(cycle)[2], "deputy")
    counts = funnel_counts(cycle)

    seen = [(line.done, line.of) for line in gate_report(cycle).lines]

    assert seen == [
        (counts.identified, counts.seats),
        (3, counts.identified),
        (counts.answered, 3),
        (counts.accepted, 3),
    ]


@pytest.mark.parametrize("seats", [1, 3])
def test_one_row_is_that_of_the_list_and_reads_no_other_seat(seats, django_assert_num_queries):
    cycle = make_accepted_cycle(seats)
    accepted = accepted_invitations(cycle)[0]
    mark_presences(cycle, accepted.seat, "p")

    with django_assert_num_queries(8):
        row = get_seat_row(cycle, accepted.seat)

    assert row == list_seat_rows(cycle)[0]


@pytest.mark.parametrize("seats", [1, 3])
def test_rows_take_the_same_queries_for_any_number_of_seats(seats, django_assert_num_queries):
    cycle = make_accepted_cycle(seats)

    with django_assert_num_queries(7):
        assert len(list_seat_rows(cycle)) == seats
