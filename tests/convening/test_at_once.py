"""A deputy named while somebody takes the seat away: the deputy's door is shut as well."""

from collections.abc import Callable
from threading import Event

import pytest
from django.db import transaction

from convoca.convening.models import Invitation
from convoca.convening.services import replace_holder, undo_invitations, withdraw_changed_seats
from convoca.convening.services.locks import lock_invitation
from convoca.directory.models import PersonalLink, Tenure
from tests.factories.convening import answer, make_invitation
from tests.factories.cycles import NOW
from tests.factories.directory import make_user
from tests.support.at_once import at_once

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parallel,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("one_database"),
]
PATIENCE_S = 10
UNTIL_THE_OTHER_WAITS_S = 0.5


def replace(invitation: Invitation) -> None:
    replace_holder(
        seat=invitation.seat,
        name="Nora Nueva",
        email="",
        phone="",
        role="titular",
        user=make_user(invitation.seat.association),
        now=NOW,
        cycle=invitation.cycle,
    )


def follow_a_roster(invitation: Invitation) -> None:
    Tenure.objects.filter(seat=invitation.seat).update(to_on=NOW.date())
    withdraw_changed_seats(now=NOW)


@pytest.mark.parametrize("act", [replace, follow_a_roster])
def test_seat_taken_away_while_a_deputy_is_named_shuts_the_deputys_door(act):
    told = name_deputy_while(act)

    assert told == [None, None]
    live = PersonalLink.objects.filter(revoked_at__isnull=True)
    assert list(live.values_list("person__name", flat=True)) == []


def test_undo_while_a_deputy_is_named_leaves_who_answered():
    told = name_deputy_while(
        lambda invitation: undo_invitations(cycle=invitation.cycle, batch=NOW, now=NOW)
    )

    assert type(told[1]).__name__ == "UndoTooLateError"
    assert Invitation.objects.get().withdrawn_at is None


def name_deputy_while(act: Callable[[Invitation], object]) -> list[object]:
    """Hold the invitation, let `act` run into it, name a deputy, and let it go on."""
    invitation = make_invitation()
    is_held = Event()

    def name_deputy() -> None:
        with transaction.atomic():
            lock_invitation(invitation)
            is_held.set()
            Event().wait(UNTIL_THE_OTHER_WAITS_S)
            answer(invitation, "deputy")

    def take_away() -> None:
        is_held.wait(PATIENCE_S)
        act(invitation)

    return at_once([name_deputy, take_away])
