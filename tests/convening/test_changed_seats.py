"""Nobody is written to for a seat they left, whoever gave it to another."""

from datetime import timedelta

import pytest
from django.db import transaction

from convoca.convening.jobs import follow_changed_seats
from convoca.convening.models import Invitation
from convoca.convening.queries import live_invitations
from convoca.convening.services import (
    InviteResult,
    invite_seats,
    remind_unanswered,
    replace_holder,
    withdraw_changed_seats,
)
from convoca.directory.models import PersonalLink
from convoca.directory.services import add_person, issue_link, revoke_links, seat_person
from convoca.foundation.links import mark_of
from convoca.foundation.queue import huey
from convoca.messaging.models import Message
from convoca.messaging.services import Recipient, Text, queue_message
from tests.factories.convening import answer, make_invitation, make_invited_cycle
from tests.factories.cycles import NOW
from tests.factories.directory import make_user

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


@pytest.fixture
def invitation() -> Invitation:
    return answer(make_invitation())


def write_to(invitation: Invitation, purpose: str = "session") -> Message:
    """Write with a personal link to who takes part, as the rooms above do."""
    person = invitation.participant
    link = issue_link(
        person=person,
        seat=invitation.seat,
        purpose=purpose,
        occasion=f"{purpose}:1",
        expires_at=LATER + timedelta(days=30),
        now=NOW,
    )
    return queue_message(
        association=invitation.seat.association,
        key=f"{purpose}:{person.pk}:{invitation.seat_id}",
        purpose=purpose,
        occasion=f"{purpose}:1",
        recipient=Recipient("directora@comuna.cl", person.name),
        text=Text("Sesión", f"{mark_of(link.reference)}\n"),
        now=NOW,
    )


def give_seat_by_roster(invitation: Invitation) -> None:
    """Do to a seat what a roster does that names somebody new."""
    seat = invitation.seat
    person = add_person(
        association=seat.association, name="Nora Nueva", origin="nómina", email="nora@comuna.cl"
    )
    revoke_links(person=invitation.person, seat=seat, now=LATER)
    seat_person(seat=seat, person=person, role="titular", on=LATER.date(), origin="nómina")


def state_of(message: Message) -> str:
    message.refresh_from_db()
    return message.state


@pytest.mark.parametrize("purpose", ["interview", "availability", "session"])
def test_replace_holder_stops_what_other_rooms_wrote(invitation, purpose):
    message = write_to(invitation, purpose)

    replace_holder(
        seat=invitation.seat,
        name="Nora Nueva",
        email="nora@comuna.cl",
        phone="",
        role="titular",
        user=make_user(invitation.seat.association),
        now=LATER,
        cycle=invitation.cycle,
    )

    assert state_of(message) == "cancelled"


@pytest.mark.parametrize("given", ["no", "deputy"])
def test_another_answer_stops_what_waits_for_who_took_part(invitation, given):
    message = write_to(invitation)

    answer(invitation, given, now=LATER)

    assert state_of(message) == "cancelled"


def test_the_same_participant_with_another_word_keeps_the_mails(invitation):
    invitation = answer(invitation, "deputy")
    message = write_to(invitation)

    answer(invitation, "yes", actor=invitation.deputy, now=LATER)

    assert state_of(message) == "queued"


def test_another_seat_of_the_community_keeps_its_mails():
    cycle = make_invited_cycle(2)
    leaving, staying = [answer(each) for each in live_invitations(cycle)]
    message = write_to(staying)

    answer(leaving, "no", now=LATER)

    assert state_of(message) == "queued"


def test_withdraw_changed_seats_after_a_roster_shuts_doors_and_stops_mails(invitation):
    message = write_to(invitation)
    give_seat_by_roster(invitation)

    counts = [withdraw_changed_seats(now=LATER) for _ in range(2)]

    invitation.refresh_from_db()
    assert (counts, invitation.withdrawn_at, state_of(message)) == ([1, 0], LATER, "cancelled")
    assert not PersonalLink.objects.filter(revoked_at__isnull=True).exists()
    assert not Message.objects.exclude(state="cancelled").exists()


def test_withdraw_changed_seats_of_a_closed_cycle_leaves_history_alone(invitation):
    give_seat_by_roster(invitation)
    invitation.cycle.closed_at = LATER
    invitation.cycle.save()

    assert withdraw_changed_seats(now=LATER) == 0


def test_invite_after_a_roster_invites_who_is_new(invitation):
    give_seat_by_roster(invitation)

    result = invite_seats(cycle=invitation.cycle, seat_ids=None, user=None, now=LATER)

    assert result == InviteResult(1, 0, 0)
    assert live_invitations(invitation.cycle).get().person.name == "Nora Nueva"


def test_remind_after_a_roster_writes_to_nobody_who_left():
    invitation = make_invitation()
    give_seat_by_roster(invitation)

    assert remind_unanswered(cycle=invitation.cycle, user=None, now=LATER) == 0


@pytest.mark.django_db(transaction=True)
def test_links_revoked_nudge_the_worker_to_follow_changed_seats():
    invitation = make_invitation()
    huey.flush()

    with transaction.atomic():
        give_seat_by_roster(invitation)
    nudged = [task.args for task in huey.pending()]
    follow_changed_seats()

    invitation.refresh_from_db()
    assert nudged == [("links_revoked",)]
    assert invitation.withdrawn_at is not None
