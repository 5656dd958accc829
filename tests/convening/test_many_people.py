"""Mass acts ask the database as often for thirty people as for three."""

from datetime import timedelta

import pytest

from convoca.convening.models import GroupMembership
from convoca.convening.queries import accepted_invitations
from convoca.convening.services import (
    InviteResult,
    UndoResult,
    give_group_link,
    invite_seats,
    remind_unanswered,
    set_group_link,
    undo_invitations,
    undo_reminders,
)
from convoca.messaging.models import Message
from tests.factories.convening import make_accepted_cycle, make_invited_cycle, mark_presences
from tests.factories.cycles import NOW, make_cycle
from tests.factories.directory import make_community, make_held_seats

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("seats", [3, 30])]
LATER = NOW + timedelta(days=2)


def test_invite_and_undo(seats, django_assert_max_num_queries):
    community = make_community()
    make_held_seats(community, seats)
    cycle = make_cycle(community)

    with django_assert_max_num_queries(24):
        invited = invite_seats(cycle=cycle, seat_ids=None, user=None, now=NOW)
    with django_assert_max_num_queries(20):
        undone = undo_invitations(cycle=cycle, batch=NOW, now=NOW)

    assert (invited, undone) == (InviteResult(seats, 0, 0), UndoResult(seats, 0))


def test_remind_and_undo(seats, django_assert_max_num_queries):
    cycle = make_invited_cycle(seats)

    with django_assert_max_num_queries(19):
        reminded = remind_unanswered(cycle=cycle, user=None, now=LATER)
    with django_assert_max_num_queries(9):
        undone = undo_reminders(cycle=cycle, batch=LATER)

    assert (reminded, undone) == (seats, UndoResult(seats, 0))


def test_give_group_link(seats, django_assert_max_num_queries):
    cycle = make_accepted_cycle(seats)
    mark_presences(cycle, accepted_invitations(cycle)[0].seat, "p")
    url = "https://chat.whatsapp.com/Abc123Abc123Abc123Abcd"
    set_group_link(community=cycle.community, url=url, now=NOW)
    invitations = list(accepted_invitations(cycle))

    with django_assert_max_num_queries(11):
        given = give_group_link(cycle=cycle, invitations=invitations, now=NOW)
    again = give_group_link(cycle=cycle, invitations=invitations, now=NOW)

    assert (given, again, GroupMembership.objects.count()) == (seats, 0, seats)
    waits = Message.objects.filter(purpose="group").values_list("next_try_at", flat=True)
    assert (len(waits), set(waits)) == (seats, {NOW + timedelta(seconds=30)})
