"""Who asked not to be contacted gets no invitation and no reminder."""

from datetime import timedelta

import pytest

from convoca.convening.errors import LeftInPeaceError
from convoca.convening.models import Invitation
from convoca.convening.queries import remindable
from convoca.convening.services import invite_seats
from convoca.directory.models import OptOut, Person
from tests.factories.convening import make_invited_cycle
from tests.factories.cycles import NOW, make_cycle
from tests.factories.directory import make_association, make_community, make_held_seats

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


def leave_in_peace(person: Person) -> None:
    OptOut.objects.create(association=person.association, person=person, at=NOW, origin="por carta")


@pytest.fixture
def seats():
    return make_held_seats(make_community(make_association()), 3)


@pytest.fixture
def cycle(seats):
    return make_cycle(seats[0].association.communities.get())


def test_invite_all_leaves_out_who_asked_not_to_be_contacted(cycle, seats):
    leave_in_peace(seats[1].tenures.get().person)

    result = invite_seats(cycle=cycle, seat_ids=None, user=None, now=NOW)

    assert result.invited == 2
    assert {one.seat_id for one in Invitation.objects.all()} == {seats[0].pk, seats[2].pk}


def test_invite_one_who_asked_not_to_be_contacted_is_refused(cycle, seats):
    leave_in_peace(seats[1].tenures.get().person)

    with pytest.raises(LeftInPeaceError):
        invite_seats(cycle=cycle, seat_ids=[seats[1].pk], user=None, now=NOW)

    assert Invitation.objects.count() == 0


def test_remindable_leaves_out_who_asked_not_to_be_contacted():
    cycle = make_invited_cycle(3)
    first, *others = cycle.invitations.order_by("pk")
    leave_in_peace(first.person)

    found = remindable(cycle, now=LATER)

    assert {one.pk for one in found} == {one.pk for one in others}
