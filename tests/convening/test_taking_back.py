"""An answer taken back whole: the row, the people, the mails."""

from datetime import timedelta

import pytest

from convoca.convening.models import Invitation
from convoca.convening.services import (
    DeputyInput,
    answer_invitation,
    read_answer,
    take_back_answer,
)
from convoca.directory.models import PersonalLink
from convoca.messaging.models import Message
from tests.factories.convening import answer, make_invitation
from tests.factories.cycles import NOW
from tests.factories.directory import make_coordinator

pytestmark = pytest.mark.django_db
LATER, LATEST = NOW + timedelta(hours=1), NOW + timedelta(hours=1, minutes=5)
DELIA = DeputyInput("Delia Deputada", "delia@comuna.cl", stays=True)


@pytest.fixture
def invitation():
    return make_invitation()


@pytest.fixture
def user(invitation):
    return make_coordinator(invitation.cycle.community)


def write_down(invitation, user, given="yes", **more):
    """Record an answer told to the staff; return what the invitation said before."""
    before = read_answer(invitation)
    answer_invitation(
        invitation=invitation, answer=given, via="staff", user=user, now=LATER, **more
    )
    return before


def take_back(invitation, before, user):
    done = take_back_answer(
        invitation_id=invitation.pk, before=before, user=user, given_at=LATER, now=LATEST
    )
    return done, read_answer(Invitation.objects.get(pk=invitation.pk))


def live_links(person) -> int:
    return PersonalLink.objects.filter(person=person, revoked_at__isnull=True).count()


@pytest.mark.parametrize("given", ["yes", "no"])
def test_answer_taken_back_is_no_answer_and_is_not_confirmed(invitation, user, given):
    before = write_down(invitation, user, given)

    assert take_back(invitation, before, user) == (True, before)
    mails = Message.objects.filter(occasion=f"invitation:{invitation.pk}:answer")
    assert [mail.state for mail in mails] == ["cancelled"]


def test_deputy_for_good_is_back_for_good_with_a_new_link(invitation, user):
    invitation = answer(invitation, "deputy", deputy=DELIA)
    before = write_down(invitation, user)
    let_go = live_links(invitation.deputy)

    done, after = take_back(invitation, before, user)

    mails = Message.objects.filter(to_name="Delia Deputada").order_by("pk")
    assert (done, after, after.deputy_stays) == (True, before, True)
    assert (let_go, live_links(invitation.deputy)) == (0, 1)
    assert [(mail.occasion.rpartition(":")[2], mail.state) for mail in mails] == [
        ("deputy", "cancelled"),
        ("deputy", "queued"),
    ]


def test_deputy_named_by_the_answer_is_let_go_with_it(invitation, user):
    before = write_down(invitation, user, "deputy", deputy=DELIA)
    deputy = Invitation.objects.get().deputy

    assert take_back(invitation, before, user) == (True, before)
    assert live_links(deputy) == 0
    assert Message.objects.get(to_name="Delia Deputada").state == "cancelled"


def test_deputy_who_had_said_no_is_not_invited_again(invitation, user):
    invitation = answer(invitation, "deputy", deputy=DELIA)
    invitation = answer(invitation, "no", actor=invitation.deputy)
    before = write_down(invitation, user)
    asked = Message.objects.filter(occasion__endswith=":deputy").count()

    assert take_back(invitation, before, user) == (True, before)
    assert Message.objects.filter(occasion__endswith=":deputy").count() == asked


def test_answer_by_link_that_came_after_stays(invitation, user):
    before = write_down(invitation, user)
    answer(invitation, "no", now=LATEST)

    done, after = take_back(invitation, before, user)

    assert (done, after.answer) == (False, "no")


def test_answer_of_an_invitation_that_was_taken_back_stays(invitation, user):
    before = write_down(invitation, user)
    Invitation.objects.update(withdrawn_at=LATER)

    done, after = take_back(invitation, before, user)

    assert (done, after.answer) == (False, "yes")
