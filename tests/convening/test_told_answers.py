"""An answer told on the telephone: the try and the answer are kept together."""

from datetime import timedelta

import pytest

from convoca.convening.errors import CycleOverError, InvitationMissingError
from convoca.convening.models import ContactAttempt, Invitation
from convoca.convening.services import record_attempt, undo_invitations
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


def tell(invitation: Invitation, result: str, *, now=LATER, note: str = "") -> ContactAttempt:
    association = invitation.seat.association
    return record_attempt(
        cycle=invitation.cycle,
        seat=invitation.seat,
        channel="phone",
        result=result,
        note=note,
        user=association.users.first() or make_user(association),
        now=now,
    )


def told(invitation: Invitation) -> list[tuple[str, str, str]]:
    """List the answers as they are kept: answer, detail, by which way."""
    return list(invitation.answers.values_list("answer", "detail", "via"))


def test_attempt_that_accepts_is_the_answer_too(invitation):
    tell(invitation, "accepts", note="Le interesa el aseo")

    invitation.refresh_from_db()
    assert (invitation.answer, told(invitation)) == ("yes", [("yes", "", "staff")])
    assert Message.objects.filter(purpose="answer").count() == 1


def test_attempt_that_refuses_keeps_the_note_as_the_reason(invitation):
    tell(invitation, "refuses", note="Está con licencia")

    invitation.refresh_from_db()
    assert (invitation.answer, invitation.decline_reason) == ("no", "Está con licencia")
    assert told(invitation) == [("no", "Está con licencia", "staff")]


def test_attempt_that_accepts_pressed_twice_answers_once(invitation):
    tries = {tell(invitation, "accepts", now=LATER + timedelta(seconds=n)).pk for n in range(2)}

    assert (len(tries), told(invitation)) == (1, [("yes", "", "staff")])


def test_attempt_that_accepts_leaves_the_deputy_who_takes_part(invitation):
    answer(invitation, "deputy")

    tell(invitation, "accepts")

    invitation.refresh_from_db()
    assert (invitation.answer, invitation.participant.name) == ("deputy", "Diego Deputado")


def test_attempt_that_refuses_by_the_deputy_tells_the_director(invitation):
    answer(invitation, "deputy")

    tell(invitation, "refuses")

    invitation.refresh_from_db()
    assert invitation.answer == "no"
    assert Message.objects.get(purpose="deputy_answer").to_name == invitation.person.name


def test_attempt_that_accepts_without_invitation_is_refused_and_not_kept(invitation):
    undo_invitations(cycle=invitation.cycle, batch=NOW, now=NOW)

    with pytest.raises(InvitationMissingError):
        tell(invitation, "accepts")

    assert ContactAttempt.objects.count() == 0


def test_attempt_that_accepts_in_a_closed_cycle_is_refused_and_not_kept(invitation):
    invitation.cycle.closed_at = LATER
    invitation.cycle.save()

    with pytest.raises(CycleOverError):
        tell(invitation, "accepts")

    assert ContactAttempt.objects.count() == 0


def test_letter_is_a_way_to_try(client, cycle, staff):
    seat = one_seat(cycle)

    press(client, cycle, "attempt", seat.pk, channel="letter", result="accepts")

    kept = ContactAttempt.objects.get()
    assert (kept.get_channel_display(), kept.get_result_display()) == ("carta", "acepta")
