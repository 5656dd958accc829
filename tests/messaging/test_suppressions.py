"""Addresses that get nothing, or no lists, and back."""

from datetime import timedelta

import pytest

from convoca.foundation.hashes import hash_address
from convoca.foundation.models import Association
from convoca.messaging.channels import RehearsalChannel
from convoca.messaging.models import Message, Suppression
from convoca.messaging.queries import stop_of
from convoca.messaging.services import deliver_due
from convoca.messaging.services.suppressions import end_suppression, suppress_address
from tests.factories.directory import make_association
from tests.factories.mails import ADDRESS, SENT_AT, make_message, open_stops

pytestmark = pytest.mark.django_db
NOW = SENT_AT + timedelta(minutes=5)
LISTS, ALL = Suppression.Scope.LISTS, Suppression.Scope.ALL


@pytest.fixture
def association() -> Association:
    return make_association()


def suppress(scope=LISTS, reason=Suppression.Reason.UNSUBSCRIBED, address=ADDRESS) -> Suppression:
    return suppress_address(
        channel=Message.Channel.EMAIL,
        address_hash=hash_address("email", address),
        scope=scope,
        reason=reason,
        now=NOW,
    )


def make_waiting(association) -> dict[str, Message]:
    return {
        "list": make_message(association, "list", state="queued", is_list=True),
        "own": make_message(association, "own", state="queued"),
        "other": make_message(association, "o", state="queued", is_list=True, address="x@y.cl"),
        "left": make_message(association, "left", state="sent", is_list=True),
    }


def states(messages: dict[str, Message]) -> dict[str, str]:
    for message in messages.values():
        message.refresh_from_db()
    return {name: message.state for name, message in messages.items()}


@pytest.mark.parametrize(("scope", "own"), [(LISTS, "queued"), (ALL, "suppressed")])
def test_suppress_address_holds_back_at_once_what_waits(association, scope, own):
    messages = make_waiting(association)

    suppress(scope)

    assert states(messages) == {
        "list": "suppressed",
        "own": own,
        "other": "queued",
        "left": "sent",
    }


def test_suppress_address_knows_it_in_any_letters(association):
    message = make_message(association, state="queued", is_list=True, address="ANA@Comuna.cl")

    suppress()

    message.refresh_from_db()
    assert (message.state, message.error) == (
        "suppressed",
        "No se envió: la persona pidió no recibir estos mensajes.",
    )


def test_suppress_address_again_is_the_same_suppression():
    assert suppress() == suppress()
    assert Suppression.objects.count() == 1


def test_suppress_address_of_another_scope_is_another_one():
    suppress(LISTS)
    suppress(ALL, Suppression.Reason.BOUNCED)

    assert open_stops() == [("all", "bounced"), ("lists", "unsubscribed")]
    assert stop_of("Ana@comuna.cl").scope == "all"


def test_suppression_outlives_what_is_queued_later_as_after_an_import(association):
    suppress()
    message = make_message(association, "later", state="queued", is_list=True)

    sent = deliver_due(channel=RehearsalChannel(), clock=lambda: NOW)

    message.refresh_from_db()
    assert (sent, message.state) == (0, "suppressed")


def test_end_suppression_soon_sends_what_was_held_back(association):
    messages = make_waiting(association)
    stop = suppress()

    ended = end_suppression(suppression=stop, now=NOW + timedelta(minutes=1))

    assert ended
    assert states(messages)["list"] == "queued"
    assert open_stops() == []


def test_end_suppression_leaves_what_is_too_late(association):
    message = make_message(association, state="queued", is_list=True, not_after=NOW)
    stop = suppress()

    end_suppression(suppression=stop, now=NOW + timedelta(minutes=1))

    message.refresh_from_db()
    assert message.state == "suppressed"


def test_end_suppression_after_a_day_sends_no_old_news(association):
    messages = make_waiting(association)
    stop = suppress()

    end_suppression(suppression=stop, now=NOW + timedelta(days=1))

    assert states(messages)["list"] == "suppressed"


def test_end_suppression_again_says_that_nothing_was_stopped():
    stop = suppress()
    end_suppression(suppression=stop, now=NOW)

    assert not end_suppression(suppression=stop, now=NOW)
