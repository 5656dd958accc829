"""Sending the mail of one seat again."""

from datetime import timedelta

import pytest

from convoca.convening.errors import EmailMissingError
from convoca.convening.models import Invitation
from convoca.convening.queries import live_invitations
from convoca.convening.services import resend_mail
from convoca.directory.models import ContactPoint
from convoca.messaging.models import Message
from tests.convening.pages import one_seat, press
from tests.factories.convening import answer, make_invitation
from tests.factories.cycles import NOW
from tests.factories.directory import make_user

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def invitation() -> Invitation:
    return make_invitation()


def resend(invitation: Invitation, *, now=LATER) -> Message:
    association = invitation.seat.association
    user = association.users.first() or make_user(association)
    return resend_mail(invitation=invitation, user=user, now=now)


@pytest.mark.parametrize(
    ("given", "purpose", "address"),
    [
        ("", "invitation", "directora000@comuna.cl"),
        ("yes", "answer", "directora000@comuna.cl"),
        ("no", "answer", "directora000@comuna.cl"),
        ("deputy", "deputy", "diego@comuna.cl"),
    ],
)
def test_resend_mail_sends_what_the_seat_needs_now(invitation, given, purpose, address):
    if given:
        answer(invitation, given)
    Message.objects.update(state="sent")

    message = resend(invitation)

    assert (message.purpose, message.to_address, message.state) == (purpose, address, "queued")
    assert (message.next_try_at, bool(message.link_reference)) == (LATER, True)


def test_resend_mail_after_the_deputy_said_no_tells_the_director(invitation):
    invitation = answer(invitation, "deputy")
    answer(invitation, "no", actor=invitation.deputy)

    message = resend(invitation)

    assert (message.purpose, message.to_name) == ("deputy_answer", "Directora 000")
    assert "Nos respondió que no puede." in message.body


def test_resend_mail_pressed_twice_is_one_mail(invitation):
    Message.objects.update(state="sent")

    first, again = resend(invitation), resend(invitation, now=LATER + timedelta(seconds=5))

    assert (first == again, Message.objects.filter(state="queued").count()) == (True, 1)


def test_resend_mail_takes_the_place_of_one_that_failed(invitation):
    Message.objects.update(state="failed")

    resend(invitation)

    assert sorted(Message.objects.values_list("state", flat=True)) == ["cancelled", "queued"]


def test_resend_mail_without_address_is_refused(invitation):
    ContactPoint.objects.filter(channel="email").delete()

    with pytest.raises(EmailMissingError):
        resend(invitation)


def test_resend_from_the_seat_page_says_where_it_goes(client, cycle, staff):
    seat = one_seat(cycle)
    Message.objects.update(state="failed")

    page = press(client, cycle, "resend", seat.pk).content.decode()

    assert "El correo va en camino a directora000@comuna.cl." in page
    assert Message.objects.filter(state="queued").count() == 1


def test_resend_without_invitation_says_what_to_do(client, cycle, staff):
    seat = one_seat(cycle)
    live_invitations(cycle).filter(seat=seat).update(withdrawn_at=NOW)

    response = press(client, cycle, "resend", seat.pk)

    page = response.content.decode()
    assert (response.status_code, "no tiene una invitación vigente" in page) == (409, True)
