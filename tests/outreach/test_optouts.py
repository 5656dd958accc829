"""Who asked not to be contacted is left in peace."""

import pytest

from convoca.directory.models import OptOut
from convoca.directory.queries import is_opted_out, opted_out_among
from convoca.messaging.models import Message
from convoca.outreach.models import Errand
from convoca.outreach.queries.day import plan_day
from convoca.outreach.services import close_errand, end_opt_out, open_errand, opt_out
from tests.factories.outreach import DAY, WORKING, invitation_at

pytestmark = pytest.mark.django_db
ORIGIN = "su enlace personal"


def errand_for(cycle, place=0):
    return open_errand(
        cycle=cycle, seat=invitation_at(cycle, place).seat, reason="Llamar.",
        due_on=WORKING.date(), owner=None, origin="a:1", now=WORKING,
    )  # fmt: skip


def test_opt_out_ends_calls_errands_and_waiting_mails(cycle):
    invitation = invitation_at(cycle, 0)
    errand_for(cycle)
    Message.objects.filter(occasion=f"invitation:{invitation.pk}").update(
        state="queued", occasion=f"invitation:{invitation.pk}:reminder"
    )

    opt_out(person=invitation.person, origin=ORIGIN, now=WORKING)

    assert plan_day(cycle, now=WORKING).rests[invitation.seat_id] == "opted_out"
    assert Errand.objects.get().closed_at == WORKING
    assert Message.objects.get(to_name=invitation.person.name).state == "cancelled"


def test_opt_out_said_twice_is_one_wish(cycle):
    person = invitation_at(cycle, 0).person

    wishes = [opt_out(person=person, origin=ORIGIN, now=WORKING + n * DAY) for n in range(2)]

    assert (wishes[0], OptOut.objects.get().at) == (wishes[1], WORKING)


def test_opt_out_can_be_ended_and_said_again(cycle):
    person, other = invitation_at(cycle, 0).person, invitation_at(cycle, 1).person
    opt_out(person=person, origin=ORIGIN, now=WORKING)

    ended = [end_opt_out(person=each, now=WORKING) for each in (person, other)]
    after = is_opted_out(person.pk)
    opt_out(person=person, origin=ORIGIN, now=WORKING)

    assert (ended, after) == ([True, False], False)
    assert opted_out_among([person.pk, other.pk]) == {person.pk}


def test_errand_of_one_origin_is_open_once(cycle):
    first = errand_for(cycle)

    again = errand_for(cycle)
    close_errand(errand=first, now=WORKING)
    later = errand_for(cycle)

    assert (again, later == first, Errand.objects.count()) == (first, False, 2)
