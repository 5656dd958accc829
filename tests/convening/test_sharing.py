"""One office for two municipalities: agreed, told, counted, ended."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from convoca.convening.core.figures import Coverage
from convoca.convening.core.standing import Standing
from convoca.convening.errors import (
    CycleOverError,
    SeatAnsweredError,
    SeatServedError,
    SeatServesError,
    ServingMissingError,
)
from convoca.convening.models import Invitation
from convoca.convening.queries import (
    coverage_of,
    funnel_counts,
    gate_report,
    get_seat_row,
    list_seat_rows,
    live_invitations,
)
from convoca.convening.services import (
    end_sharing,
    invite_seats,
    keep_apart,
    mark_existence,
    share_seat,
)
from convoca.directory.models import PersonalLink, Seat
from convoca.directory.queries import current_holder
from convoca.directory.services import seat_person
from convoca.messaging.models import Message
from tests.factories.convening import answer, make_invited_cycle, mark_presences
from tests.factories.cycles import NOW, make_cycle
from tests.factories.directory import (
    make_community,
    make_held_seats,
    make_municipality,
    make_seat,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    """Three invited seats."""
    return make_invited_cycle(3)


@pytest.fixture
def seats(cycle) -> list[Seat]:
    return [invitation.seat for invitation in live_invitations(cycle)]


def share(cycle, seat, serving, *, now=NOW) -> Seat:
    user = cycle.community.association.users.first() or make_user(cycle.community.association)
    return share_seat(cycle=cycle, seat=seat, serving=serving, user=user, now=now)


def end(cycle, seat, *, now=NOW) -> Seat:
    user = cycle.community.association.users.first()
    return end_sharing(cycle=cycle, seat=seat, user=user, now=now)


def test_served_seat_has_nobody_no_invitation_and_no_link(cycle, seats):
    serving, seat, _other = seats
    person = current_holder(seat).person

    share(cycle, seat, serving)

    links = PersonalLink.objects.filter(person=person, seat=seat, revoked_at__isnull=True)
    mails = Message.objects.filter(to_address="directora001@comuna.cl")
    assert (current_holder(seat), links.count()) == (None, 0)
    assert [each.seat for each in live_invitations(cycle)] == [serving, seats[2]]
    assert list(mails.values_list("state", flat=True)) == ["cancelled"]


def test_both_seats_keep_a_note_of_it(cycle, seats):
    share(cycle, seats[1], seats[0])

    said = "A SECPLAN de Comuna 001 la atiende SECPLAN de Comuna 000. Anotó Carla Coordinadora."
    assert [seat.notes.get().text for seat in seats[:2]] == [said, said]


def test_sharing_pressed_twice_is_kept_once(cycle, seats):
    first = share(cycle, seats[1], seats[0])
    again = share(cycle, seats[1], seats[0], now=NOW + timedelta(days=2))

    assert (again.served_by, again.served_since) == (seats[0], first.served_since)
    assert seats[1].notes.count() == 1


def test_mass_invitation_leaves_the_served_seat_out(cycle, seats):
    share(cycle, seats[1], seats[0])

    result = invite_seats(cycle=cycle, seat_ids=None, user=None, now=NOW)

    assert (result.invited, result.already) == (0, 2)


def test_served_municipality_is_covered_and_counts_once_in_what_people_do(cycle, seats):
    for invitation in live_invitations(cycle):
        answer(invitation)
    share(cycle, seats[1], seats[0])
    mark_presences(cycle, seats[0], "p")

    counts = funnel_counts(cycle)

    assert coverage_of(cycle) == Coverage(2, 3, 0, 0, served=1)
    assert (counts.seats, counts.accepted, counts.attended_once) == (2, 2, 1)
    assert [(line.done, line.of) for line in gate_report(cycle).lines] == [(2, 2)] * 4


def test_row_of_either_seat_knows_the_other(cycle, seats):
    share(cycle, seats[2], seats[0])
    share(cycle, seats[1], seats[0])

    rows = list_seat_rows(cycle)

    assert [row.standing for row in rows] == [Standing.INVITED, Standing.SERVED, Standing.SERVED]
    assert rows[0].served_places == "Comuna 001 y Comuna 002"
    assert [row.serving and row.serving.seat for row in rows] == [None, seats[0], seats[0]]
    assert [get_seat_row(cycle, Seat.objects.get(pk=seat.pk)) for seat in seats] == rows


def test_closed_cycle_in_which_a_seat_took_part_itself_stays_as_it_was(cycle, seats):
    for invitation in live_invitations(cycle):
        answer(invitation)
    cycle.closed_at = NOW
    cycle.save()
    later = make_cycle(cycle.community, now=NOW + timedelta(days=200))

    share(later, seats[1], seats[0])

    assert [row.standing for row in list_seat_rows(cycle)] == [Standing.ACCEPTED] * 3
    assert [row.standing for row in list_seat_rows(later)] == [
        Standing.WAITING, Standing.SERVED, Standing.WAITING,
    ]  # fmt: skip


def test_ended_the_same_day_whoever_held_the_seat_holds_it_again(cycle, seats):
    person = current_holder(seats[1]).person

    share(cycle, seats[1], seats[0])
    ended = end(cycle, seats[1], now=NOW + timedelta(minutes=1))

    assert (ended.served_by, ended.served_since) == (None, None)
    assert current_holder(ended).person == person
    assert get_seat_row(cycle, ended).standing is Standing.WAITING


@pytest.mark.parametrize("is_same_person", [True, False])
def test_ended_later_only_who_still_serves_it_holds_the_seat_again(cycle, seats, is_same_person):
    if is_same_person:
        both = current_holder(seats[0]).person
        seat_person(seat=seats[1], person=both, role="titular", on=NOW.date(), origin="prueba")
    share(cycle, seats[1], seats[0])

    ended = end(cycle, seats[1], now=NOW + timedelta(days=30))
    end(cycle, seats[1], now=NOW + timedelta(days=31))

    assert (current_holder(ended) is not None) is is_same_person
    assert ended.notes.count() == 2


def test_holder_of_its_own_ends_the_sharing(cycle, seats):
    seat = share(cycle, seats[1], seats[0])
    person = current_holder(seats[2]).person

    seat_person(seat=seat, person=person, role="titular", on=NOW.date(), origin="prueba")

    assert Seat.objects.get(pk=seat.pk).served_by is None


def test_chains_and_absent_offices_are_refused(cycle, seats):
    gone = make_seat(cycle.community, make_municipality("Lejos", "L1"))
    Seat.objects.filter(pk=gone.pk).update(existence="does_not")
    share(cycle, seats[1], seats[0])

    for seat, serving, error in [
        (seats[2], seats[1], SeatServedError),
        (seats[0], seats[2], SeatServesError),
        (seats[2], gone, ServingMissingError),
        (seats[2], seats[2], ServingMissingError),
    ]:
        with pytest.raises(error):
            share(cycle, seat, serving)
    assert Seat.objects.filter(served_by__isnull=False).get() == seats[1]


def test_answer_of_the_seat_is_not_lost_where_the_serving_one_has_none(cycle, seats):
    answer(live_invitations(cycle)[1])

    with pytest.raises(SeatAnsweredError) as refused:
        share(cycle, seats[1], seats[0])

    assert "anote que Comuna 001 atiende a Comuna 000" in refused.value.user_message()
    assert Invitation.objects.filter(withdrawn_at__isnull=True).count() == 3


def test_closed_cycle_shares_nothing(cycle, seats):
    cycle.closed_at = NOW
    cycle.save()

    with pytest.raises(CycleOverError):
        share(cycle, seats[1], seats[0])


@pytest.mark.parametrize(("place", "error"), [(1, SeatServedError), (0, SeatServesError)])
def test_seat_that_shares_an_office_exists(cycle, seats, place, error):
    share(cycle, seats[1], seats[0])
    seats[0].tenures.update(to_on=NOW.date())

    with pytest.raises(error):
        mark_existence(seat=seats[place], existence="does_not")


def test_seat_kept_apart_is_not_served_at_the_same_time(cycle, seats):
    apart = keep_apart(seat=seats[2])
    shared = share(cycle, seats[1], seats[0])

    with pytest.raises(SeatServedError):
        keep_apart(seat=shared)
    assert (apart.is_apart, share(cycle, apart, seats[0]).is_apart) == (True, False)


@pytest.mark.parametrize(
    "wrong",
    [{"existence": "unknown"}, {"served_since": None}, {"is_apart": True}, {"served_by": "self"}],
)
def test_database_refuses_what_cannot_be(cycle, seats, wrong):
    seat = share(cycle, seats[1], seats[0])
    values = {"served_by": seat} if "served_by" in wrong else wrong

    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(**values)


@pytest.mark.parametrize("count", [2, 4])
def test_rows_of_shared_seats_take_the_queries_of_the_others(count, django_assert_num_queries):
    community = make_community()
    seats = make_held_seats(community, count)
    cycle = make_cycle(community)
    invite_seats(cycle=cycle, seat_ids=None, user=None, now=NOW)
    for seat in seats[1:]:
        share(cycle, seat, seats[0])

    with django_assert_num_queries(7):
        rows = list_seat_rows(cycle)

    assert sum(row.serving is not None for row in rows) == count - 1
