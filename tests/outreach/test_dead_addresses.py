"""Asking who holds a seat today, where our mails come back."""

import pytest
from django.utils import timezone

from convoca.directory.queries import email_of
from convoca.messaging.models import Message, Suppression
from convoca.messaging.services.mails import apply_mail
from convoca.outreach.models import Errand
from convoca.outreach.queries.day import plan_day
from convoca.outreach.services import ask_for_holders, opt_out
from tests.factories.mails import make_bounce
from tests.factories.outreach import WORKING, invitation_at

pytestmark = pytest.mark.django_db
ASKED = "Nuestros correos vuelven: ¿quién ocupa hoy el cargo?"


def bounce(cycle, place=0):
    """Let the invitation to the seat at a place come back."""
    person = invitation_at(cycle, place).person
    message = Message.objects.get(to_address=email_of(person))
    apply_mail(make_bounce(message), received_at=WORKING)
    return person


def test_ask_for_holders_asks_for_a_call_to_the_seat(cycle):
    bounce(cycle)

    asked = ask_for_holders(now=WORKING)

    errand = Errand.objects.get()
    seat = invitation_at(cycle, 0).seat
    assert (asked, errand.seat, errand.reason, errand.owner) == (1, seat, ASKED, None)
    assert plan_day(cycle, now=WORKING).due[0].seat_id == seat.pk


def test_ask_for_holders_asks_once_also_after_the_call(cycle):
    bounce(cycle)
    asked = [ask_for_holders(now=WORKING) for _ in range(2)]
    Errand.objects.update(closed_at=WORKING)

    assert [*asked, ask_for_holders(now=WORKING)] == [1, 0, 0]


def test_ask_for_holders_takes_the_call_back_when_the_address_is_corrected(cycle):
    person = bounce(cycle)
    ask_for_holders(now=WORKING)
    person.contacts.filter(channel="email").update(value="nueva@comuna.cl")

    ask_for_holders(now=WORKING)

    assert Errand.objects.get().closed_at == WORKING


def test_ask_for_holders_asks_again_when_the_address_dies_again(cycle):
    bounce(cycle)
    ask_for_holders(now=WORKING)
    Errand.objects.update(closed_at=WORKING)
    stop = Suppression.objects.get()
    Suppression.objects.update(ended_at=WORKING)
    Suppression.objects.create(
        channel=stop.channel,
        address_hash=stop.address_hash,
        scope=stop.scope,
        reason=stop.reason,
        since_at=WORKING,
    )

    assert ask_for_holders(now=WORKING) == 1


def test_ask_for_holders_finds_a_dead_address_that_a_roster_brings_back(cycle):
    dead = email_of(bounce(cycle))
    invitation_at(cycle, 0).person.contacts.filter(channel="email").delete()
    other = invitation_at(cycle, 1).person
    other.contacts.filter(channel="email").update(value=dead.upper())

    ask_for_holders(now=WORKING)

    assert Errand.objects.get().seat == invitation_at(cycle, 1).seat


def test_ask_for_holders_leaves_in_peace_who_asked_for_it(cycle):
    opt_out(person=bounce(cycle), origin="prueba", now=WORKING)

    assert ask_for_holders(now=WORKING) == 0


def test_ask_for_holders_asks_nothing_of_a_closed_cycle(cycle):
    bounce(cycle)
    cycle.closed_at = timezone.now()
    cycle.save()

    assert ask_for_holders(now=WORKING) == 0


def test_ask_for_holders_asks_for_the_seat_of_a_deputy(cycle):
    invitation = invitation_at(cycle, 0)
    invitation.answer, invitation.deputy = "deputy", invitation_at(cycle, 1).person
    invitation.save()
    bounce(cycle, 1)

    ask_for_holders(now=WORKING)

    seats = {errand.seat for errand in Errand.objects.all()}
    assert seats == {invitation.seat, invitation_at(cycle, 1).seat}


@pytest.mark.parametrize("dead", [1, 3])
def test_ask_for_holders_reads_as_often_for_one_as_for_three(
    cycle, dead, django_assert_num_queries
):
    for place in range(dead):
        bounce(cycle, place)
    ask_for_holders(now=WORKING)

    with django_assert_num_queries(9):
        ask_for_holders(now=WORKING)
