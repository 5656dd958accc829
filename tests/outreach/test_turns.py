"""Taking turns: nobody is called by two people, the work is shared, and what rests, rests."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction

from convoca.convening.errors import CycleOverError
from convoca.convening.services import invite_seats, record_attempt
from convoca.directory.models import Holiday, TeamMember
from convoca.outreach.models import Deferral, Turn
from convoca.outreach.queries.day import plan_day
from convoca.outreach.services import leave_queue, open_errand, put_off, take_turn
from tests.factories.convening import answer, put_in_care
from tests.factories.cycles import make_cycle
from tests.factories.directory import make_community, make_municipality, make_seat
from tests.factories.outreach import (
    DAY,
    INVITED_AT,
    WORKING,
    invitation_at,
    make_caller,
    make_queue,
    try_seat,
)

pytestmark = pytest.mark.django_db
LEASE = timedelta(minutes=15)


def test_first_turn_is_the_first_seat_with_its_reason_and_the_days_work(cycle):
    carla = make_caller(cycle)

    turn = take_turn(cycle=cycle, user=carla, now=WORKING)

    first = invitation_at(cycle, 0)
    assert (turn.seat, turn.person, turn.user) == (first.seat, first.person, carla)
    assert (turn.reason, turn.planned, turn.held_until) == ("silent", 3, WORKING + LEASE)


def test_asked_twice_the_same_person_stays_with_a_new_lease(cycle):
    carla = make_caller(cycle)
    first = take_turn(cycle=cycle, user=carla, now=WORKING)

    again = take_turn(cycle=cycle, user=carla, now=WORKING + LEASE)

    assert (again.pk, again.held_until) == (first.pk, WORKING + 2 * LEASE)


def test_two_callers_never_have_the_same_person(cycle):
    carla, emilio = make_caller(cycle), make_caller(cycle, "emilio@ejemplo.cl")

    turns = [take_turn(cycle=cycle, user=user, now=WORKING) for user in (carla, emilio)]

    assert turns[0].person != turns[1].person
    assert [turn.planned for turn in turns] == [2, 1]


def test_database_refuses_a_second_turn_of_one_person(cycle):
    carla, emilio = make_caller(cycle), make_caller(cycle, "emilio@ejemplo.cl")
    turn = take_turn(cycle=cycle, user=carla, now=WORKING)
    turn.pk, turn.user, turn._state.adding = None, emilio, True

    with pytest.raises(IntegrityError), transaction.atomic():
        turn.save()


def test_person_in_hand_goes_to_another_once_the_lease_ends():
    cycle = make_queue(1)
    carla, emilio = make_caller(cycle), make_caller(cycle, "emilio@ejemplo.cl")
    held = take_turn(cycle=cycle, user=carla, now=WORKING)

    during = take_turn(cycle=cycle, user=emilio, now=WORKING + LEASE - timedelta(seconds=1))
    after = take_turn(cycle=cycle, user=emilio, now=WORKING + LEASE)

    assert (during, after.person, Turn.objects.count()) == (None, held.person, 1)


def test_who_leaves_lets_go_of_the_person(cycle):
    carla = make_caller(cycle)
    take_turn(cycle=cycle, user=carla, now=WORKING)

    leave_queue(cycle=cycle, user=carla)

    assert Turn.objects.count() == 0


def test_put_off_gives_the_next_and_comes_back_after_two_hours():
    cycle = make_queue(2)
    carla = make_caller(cycle)
    first = take_turn(cycle=cycle, user=carla, now=WORKING)

    second = put_off(turn_number=first.pk, cycle=cycle, user=carla, now=WORKING)
    leave_queue(cycle=cycle, user=carla)

    seats = {
        hours: [due.seat_id for due in plan_day(cycle, now=WORKING + timedelta(hours=hours)).due]
        for hours in (1, 2)
    }
    assert second.seat != first.seat
    assert seats == {1: [second.seat_id], 2: [first.seat_id, second.seat_id]}


def test_put_off_pressed_twice_puts_off_one(cycle):
    carla = make_caller(cycle)
    first = take_turn(cycle=cycle, user=carla, now=WORKING)

    turns = [
        put_off(turn_number=first.pk, cycle=cycle, user=carla, now=WORKING) for _press in range(2)
    ]

    assert turns[0] == turns[1]


def test_closed_cycle_has_no_queue(cycle):
    carla = make_caller(cycle)
    cycle.closed_at = WORKING
    cycle.save()

    with pytest.raises(CycleOverError):
        take_turn(cycle=cycle, user=carla, now=WORKING)


def test_who_answered_by_link_is_called_no_more(cycle):
    answer(invitation_at(cycle, 0), "yes", now=WORKING)

    due = plan_day(cycle, now=WORKING).due

    assert [each.seat_id for each in due] == [invitation_at(cycle, n).seat_id for n in (1, 2)]


def test_promised_call_comes_first_whoever_else_waits(cycle):
    try_seat(cycle, 2, "call_later", at=WORKING - DAY, next_on=WORKING.date())

    due = plan_day(cycle, now=WORKING).due

    assert (due[0].seat_id, due[0].reason) == (invitation_at(cycle, 2).seat_id, "promised")


def test_who_looks_after_a_seat_gets_its_call(cycle):
    carla, emilio = make_caller(cycle), make_caller(cycle, "emilio@ejemplo.cl")
    seats = [invitation_at(cycle, place).seat for place in (0, 1)]
    put_in_care(cycle, [seats[0].pk], emilio)

    turns = [take_turn(cycle=cycle, user=user, now=WORKING) for user in (carla, emilio)]

    assert [turn.seat for turn in turns] == [seats[1], seats[0]]


@pytest.mark.parametrize("why", ["only an expert", "gone"])
def test_seat_of_somebody_who_does_not_call_is_shared_like_the_rest(cycle, why):
    carla = make_caller(cycle)
    away = make_caller(
        cycle, "ema@ejemplo.cl", "expert" if why == "only an expert" else "coordinator"
    )
    away.is_active = why != "gone"
    away.save()
    seats = [invitation_at(cycle, place).seat_id for place in range(3)]
    put_in_care(cycle, seats, away)

    assert plan_day(cycle, now=WORKING).shares == dict.fromkeys(seats, carla.pk)


def test_errand_goes_to_whom_it_names_before_who_looks_after_the_seat(cycle):
    carla, emilio = make_caller(cycle), make_caller(cycle, "emilio@ejemplo.cl")
    seat = invitation_at(cycle, 0).seat
    put_in_care(cycle, [seat.pk], carla)
    open_errand(
        cycle=cycle, seat=seat, reason="Llamar.", due_on=WORKING.date(), owner=emilio,
        origin="alert:1", now=WORKING,
    )  # fmt: skip

    assert plan_day(cycle, now=WORKING).shares[seat.pk] == emilio.pk


def test_experts_do_not_share_the_calls(cycle):
    callers = {
        role: make_caller(cycle, f"{role}@ejemplo.cl", role) for role in TeamMember.Role.values
    }

    shares = plan_day(cycle, now=WORKING).shares

    expected = {callers["coordinator"].pk: 2, callers["interviewer"].pk: 1}
    counts = {pk: list(shares.values()).count(pk) for pk in expected}
    assert (counts, len(shares)) == (expected, 3)


@pytest.mark.parametrize("seats", [1, 30])
def test_day_asks_the_database_as_often_for_any_number_of_seats(seats, django_assert_num_queries):
    cycle = make_queue(seats)

    with django_assert_num_queries(12):
        day = plan_day(cycle, now=WORKING)

    assert len(day.due) == seats


def test_holidays_of_the_country_and_of_the_region_close_the_offices(cycle):
    region = invitation_at(cycle, 0).seat.municipality.region
    Holiday.objects.create(on=WORKING.date(), name="Fiesta regional", region=region)
    Holiday.objects.create(on=WORKING.date() + DAY, name="Feriado")

    found = [plan_day(cycle, now=WORKING + days * DAY) for days in (0, 1, 4)]

    assert [len(day.due) for day in found] == [0, 0, 3]
    assert set(found[0].rests.values()) == {"closed"}


def test_calls_to_the_former_holder_do_not_count_for_the_new_one(cycle):
    try_seat(cycle, 0, "replaced", at=WORKING - 5 * DAY)

    first = plan_day(cycle, now=WORKING).due[0]

    assert (first.seat_id, first.candidate.tries) == (invitation_at(cycle, 0).seat_id, ())


def test_somebody_in_hand_for_another_community_is_passed_over(cycle):
    carla = make_caller(cycle)
    community = make_community(cycle.community.association, "DOM")
    community.team.create(user=carla, role="coordinator")
    shared = invitation_at(cycle, 0).person
    for place, person in enumerate((shared, invitation_at(cycle, 1).person)):
        make_seat(community, make_municipality(f"Otra {place}", f"O{place}"), holder=person)
    other = make_cycle(community, now=INVITED_AT)
    invite_seats(cycle=other, seat_ids=None, user=None, now=INVITED_AT)
    take_turn(cycle=cycle, user=carla, now=WORKING)

    turn = take_turn(cycle=other, user=carla, now=WORKING)

    assert (turn.cycle, turn.person) == (other, invitation_at(cycle, 1).person)


def test_put_off_of_somebody_not_in_hand_changes_nothing(cycle):
    carla = make_caller(cycle)

    turn = put_off(turn_number=99, cycle=cycle, user=carla, now=WORKING)

    assert (turn.seat, Deferral.objects.count()) == (invitation_at(cycle, 0).seat, 0)


def test_office_hours_come_from_the_file_of_the_country(cycle, settings):
    settings.COUNTRY = settings.COUNTRY | {"office_hours": {"opens": time(11)}}

    rests = plan_day(cycle, now=WORKING).rests

    assert set(rests.values()) == {"closed"}


def test_wrong_address_of_mail_says_nothing_of_the_telephone(cycle):
    seat = invitation_at(cycle, 0).seat
    record_attempt(
        cycle=cycle, seat=seat, channel="email", result="wrong", note="", user=None, now=WORKING
    )

    assert seat.pk in {due.seat_id for due in plan_day(cycle, now=WORKING).due}
