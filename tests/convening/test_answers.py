"""Answering an invitation."""

from datetime import timedelta

import pytest

from convoca.convening.errors import (
    AnswerLateError,
    CycleOverError,
    DeputyMissingError,
    InvitationWithdrawnError,
)
from convoca.convening.models import Invitation
from convoca.convening.queries import accepted_invitations, get_invitation_of
from convoca.convening.services import DeputyInput, add_decline_reason, answer_invitation
from convoca.cycles.core.stages import Stage
from convoca.directory.models import Person, PersonalLink
from convoca.foundation.errors import NotFoundError
from convoca.messaging.models import Message
from tests.factories.convening import answer, make_invitation
from tests.factories.cycles import NOW

pytestmark = pytest.mark.django_db
DIRECTOR, DEPUTY = "directora000@comuna.cl", "diego@comuna.cl"
LATE = NOW + timedelta(days=31)


@pytest.fixture
def invitation() -> Invitation:
    """An invitation whose own mail is out of the way."""
    made = make_invitation()
    Message.objects.all().delete()
    return made


def outbox(state: str = "queued") -> list[tuple[str, str]]:
    return sorted(Message.objects.filter(state=state).values_list("purpose", "to_address"))


def tell_staff(invitation: Invitation, given: str, *, now=NOW) -> Invitation:
    return answer_invitation(invitation=invitation, answer=given, via="staff", now=now)


def deputy_of(invitation: Invitation) -> Person:
    return Person.objects.exclude(pk=invitation.person_id).get()


@pytest.mark.parametrize(
    ("given", "words"),
    [("yes", "sí participará"), ("no", "ahora no puede participar")],
)
def test_answer_is_kept_and_confirmed(invitation, given, words):
    answered = answer(invitation, given)

    message = Message.objects.get()
    assert (answered.answer, answered.answered_at, answered.participant) == (
        given,
        NOW,
        invitation.person,
    )
    assert (message.purpose, message.to_address) == ("answer", DIRECTOR)
    assert words in message.body


def test_same_answer_twenty_times_is_one_answer_and_one_mail(invitation):
    for seconds in range(20):
        answer(invitation, now=NOW + timedelta(seconds=seconds))

    assert (invitation.answers.count(), Message.objects.count()) == (1, 1)


def test_changed_answer_drops_the_confirmation_that_waits(invitation):
    answer(invitation, "yes")
    answer(invitation, "no", reason="vacaciones")

    records = invitation.answers.values_list("answer", "detail")
    assert list(records) == [("yes", ""), ("no", "vacaciones")]
    assert (outbox(), outbox("cancelled")) == ([("answer", DIRECTOR)], [("answer", DIRECTOR)])


def test_late_yes_is_welcome_and_repeating_it_is_no_error(invitation):
    answer(invitation, "no")

    for _ in range(2):
        answered = answer(invitation, "yes", now=LATE)

    assert (answered.answer, invitation.answers.count()) == ("yes", 2)


@pytest.mark.parametrize("given", ["no", "deputy"])
def test_late_change_of_who_takes_part_is_refused_and_leaves_nothing(invitation, given):
    answer(invitation, "yes")

    with pytest.raises(AnswerLateError):
        answer(invitation, given, now=LATE)

    assert (Person.objects.count(), invitation.answers.count()) == (1, 1)


def test_late_answer_told_to_the_staff_is_kept(invitation):
    answer(invitation, "yes")

    answered = tell_staff(invitation, "no", now=LATE)

    assert (answered.answer, accepted_invitations(invitation.cycle).count()) == ("no", 0)
    assert "Anotamos la respuesta que nos dio" in Message.objects.get(state="queued").body


def test_answer_when_sessions_are_over_is_refused(invitation):
    invitation.cycle.stage = Stage.CLOSING
    invitation.cycle.save()

    with pytest.raises(AnswerLateError):
        answer(invitation)


def test_answer_in_closed_cycle_is_refused(invitation):
    invitation.cycle.closed_at = NOW
    invitation.cycle.save()

    with pytest.raises(CycleOverError):
        tell_staff(invitation, "yes")


def test_answer_to_withdrawn_invitation_is_refused(invitation):
    Invitation.objects.update(withdrawn_at=NOW)

    with pytest.raises(InvitationWithdrawnError):
        answer(invitation)


def test_deputy_without_name_is_refused(invitation):
    with pytest.raises(DeputyMissingError):
        answer(invitation, "deputy", deputy=DeputyInput(" "))


def test_deputy_is_added_and_invited_with_an_own_link(invitation):
    answered = answer(invitation, "deputy")

    deputy = deputy_of(invitation)
    assert (answered.participant, deputy.origin) == (
        deputy,
        f"reemplazante indicado por {invitation.person.name}",
    )
    assert outbox() == [("answer", DIRECTOR), ("deputy", DEPUTY)]
    links = PersonalLink.objects.filter(person=deputy, revoked_at__isnull=True)
    assert links.get().seat == invitation.seat


def test_deputy_confirms_and_the_director_istell_staff(invitation):
    answer(invitation, "deputy")
    Message.objects.all().delete()

    answered = answer(invitation, "yes", actor=deputy_of(invitation))

    assert (answered.answer, answered.participant) == ("deputy", deputy_of(invitation))
    assert outbox() == [("answer", DEPUTY), ("deputy_answer", DIRECTOR)]


def test_deputy_who_cannot_leaves_the_seat_empty_and_may_come_back(invitation):
    answer(invitation, "deputy")
    deputy = deputy_of(invitation)

    declined = answer(invitation, "no", actor=deputy, reason="feriado")
    seen = (declined.answer, declined.is_accepted, declined.decline_reason)
    back = answer(invitation, "yes", actor=deputy)

    assert (seen, back.participant) == (("no", False, "feriado"), deputy)


def test_deputy_who_names_another_loses_the_link(invitation):
    answer(invitation, "deputy")
    first = deputy_of(invitation)
    Message.objects.update(state="sent")

    answered = answer(invitation, "deputy", actor=first, deputy=DeputyInput("Eva", "eva@comuna.cl"))

    assert answered.participant.name == "Eva"
    assert PersonalLink.objects.get(person=first).revoked_at == NOW
    assert outbox() == [
        ("deputy", "eva@comuna.cl"),
        ("deputy_answer", DIRECTOR),
        ("released", DEPUTY),
    ]


def test_director_who_goes_after_all_releases_the_deputy(invitation):
    answer(invitation, "deputy")
    Message.objects.update(state="sent")

    answered = answer(invitation, "yes", now=NOW + timedelta(hours=1))

    released = Message.objects.get(purpose="released")
    assert (answered.participant, answered.deputy) == (invitation.person, None)
    assert (released.to_address, "{{enlace" in released.body) == (DEPUTY, False)


def test_deputy_whose_invitation_never_left_is_not_told_anything(invitation):
    answer(invitation, "deputy")

    answer(invitation, "yes", now=NOW + timedelta(hours=1))

    assert (outbox(), outbox("cancelled")) == (
        [("answer", DIRECTOR)],
        [("answer", DIRECTOR), ("deputy", DEPUTY)],
    )


def test_same_deputy_named_again_later_is_the_same_person(invitation):
    for given in ("deputy", "yes", "deputy"):
        answer(invitation, given)

    assert Person.objects.count() == 2


def test_namesake_with_other_address_is_another_person(invitation):
    answer(invitation, "deputy")
    answer(invitation, "deputy", deputy=DeputyInput("Diego Deputado", "otro@comuna.cl"))

    assert Person.objects.count() == 3


def test_decline_reason_joins_the_answer_without_a_second_mail(invitation):
    answer(invitation, "no")

    changed = add_decline_reason(invitation=invitation, reason=" Sin tiempo ")

    assert (changed.decline_reason, invitation.answers.get().detail) == ("Sin tiempo",) * 2
    assert Message.objects.count() == 1


def test_decline_reason_after_yes_changes_nothing(invitation):
    answer(invitation, "yes")

    assert add_decline_reason(invitation=invitation, reason="x").decline_reason == ""


def test_invitation_of_a_stranger_is_not_found(invitation):
    answer(invitation, "deputy")
    answer(invitation, "yes")
    own = {"cycle_id": invitation.cycle_id, "seat_id": invitation.seat_id}

    assert get_invitation_of(**own, person_id=invitation.person_id) == invitation
    with pytest.raises(NotFoundError):
        get_invitation_of(**own, person_id=deputy_of(invitation).pk)
