"""Putting batches into the outbox, and taking them back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from convoca.foundation.links import mark_of
from convoca.foundation.models import Association
from convoca.foundation.queue import huey
from convoca.messaging.models import Message
from convoca.messaging.queries import last_batch, standing_keys, told_occasions
from convoca.messaging.services import (
    UNDO_TIME,
    Letter,
    Recipient,
    Text,
    cancel_letters,
    cancel_messages,
    queue_messages,
    settle_lost_leases,
    undo_messages,
)
from convoca.messaging.services.delivery_rows import reserve, start
from tests.factories.directory import make_association

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 4, 13, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
ANA, EVA = "a" * 12, "e" * 12


@pytest.fixture
def association() -> Association:
    return make_association()


def letter(key: str = "a", body: str = "Hola.\n", *, occasion: str = "test:1") -> Letter:
    return Letter(key, occasion, Recipient(f"{key}@comuna.cl", key), Text("Asunto", body))


def queue(association, *letters: Letter, now=NOW, purpose: str = "test") -> list[Message]:
    return queue_messages(
        association=association,
        purpose=purpose,
        letters=letters,
        now=now,
        not_before=now + UNDO_TIME,
    )


def undo(*, occasion: str = "test:1", batch=NOW, purpose: str = "test") -> list[str]:
    return undo_messages(occasions=[occasion], purposes=[purpose], batch=batch)


def state_of(message: Message) -> str:
    message.refresh_from_db()
    return message.state


@pytest.mark.parametrize("count", [3, 30])
def test_queue_messages_of_many_asks_the_database_as_often(
    association, count, django_assert_max_num_queries
):
    letters = [letter(f"k{n}") for n in range(count)]

    with django_assert_max_num_queries(4):
        messages = queue(association, *letters)

    assert [message.key for message in messages] == [each.key for each in letters]


def test_queue_messages_remembers_when_it_was_decided_and_when_it_may_leave(association):
    message = queue(association, letter())[0]

    assert (message.created_at, message.next_try_at) == (NOW, NOW + timedelta(seconds=30))
    assert reserve(sender="w", channel="email", now=NOW + timedelta(seconds=29)) == []
    assert reserve(sender="w", channel="email", now=NOW + timedelta(seconds=30)) == [message]


def test_queue_messages_with_some_known_keys_adds_only_the_others(association):
    first = queue(association, letter("a"))[0]

    again = queue(association, letter("b"), letter("a", "Otro texto.\n"), now=LATER)

    assert (again[1], again[1].body, Message.objects.count()) == (first, "Hola.\n", 2)


def test_queue_messages_of_none_is_nothing(association):
    assert queue(association) == []


@pytest.mark.django_db(transaction=True)
def test_queue_messages_nudges_once_for_the_batch_and_not_for_what_was_there():
    association = make_association()
    huey.flush()

    with transaction.atomic():
        queue(association, letter("a"), letter("b"))
        queue(association, letter("c"))
    once = huey.pending_count()
    queue(association, letter("a"))

    assert (once, huey.pending_count()) == (1, 1)


@pytest.mark.parametrize(
    ("body", "reference"),
    [
        ("Sin enlace.\n", ""),
        (f"{mark_of(ANA)}\n", ANA),
        (f"{mark_of(ANA)} o {mark_of(ANA)}\n", ANA),
        (f"{mark_of(ANA)}\n{mark_of(EVA)}\n", ""),
        (f"{mark_of(ANA)}\n{{{{enlace:{EVA}.{'0' * 16}}}}}\n", ANA),
    ],
)
def test_message_knows_the_one_link_it_holds(association, body, reference):
    assert queue(association, letter(body=body))[0].link_reference == reference


def test_cancel_letters_stops_what_holds_the_link_whatever_its_purpose(association):
    queue(association, letter("a", mark_of(ANA)), letter("b", mark_of(EVA)))
    queue(association, letter("c", mark_of(ANA), occasion="session:1"), purpose="session")

    assert cancel_letters(references=[ANA]) == 2

    assert standing_keys(["a", "b", "c"]) == {"b"}


def test_cancel_messages_of_what_a_worker_has_in_hand_drops_it_when_it_comes_back(association):
    message = queue(association, letter())[0]
    start(reserve(sender="w", channel="email", now=LATER)[0], now=LATER)

    assert cancel_messages(occasions=["test:1"]) == 0
    Message.objects.update(state=Message.State.QUEUED)  # the server refused it for now
    settle_lost_leases(now=LATER)

    assert state_of(message) == Message.State.CANCELLED


def test_cancelled_message_frees_its_key_and_the_next_one_holds_it(association):
    first = queue(association, letter())[0]
    cancel_messages(occasions=["test:1"])

    second, third = (queue(association, letter(), now=LATER)[0] for _ in range(2))

    assert (first == second, second == third) == (False, True)
    assert (state_of(first), state_of(second)) == ("cancelled", "queued")


def test_undo_messages_stops_its_batch_and_no_other(association):
    queue(association, letter("a"), letter("b", occasion="test:2"))
    queue(association, letter("c"), now=LATER)
    queue(association, letter("d"), purpose="other")

    assert undo() == ["test:1"]

    assert standing_keys("abcd") == {"b", "c", "d"}


def test_undo_messages_leaves_what_is_leaving_or_left(association):
    leaving, left, waiting = queue(association, letter("a"), letter("b"), letter("c"))
    Message.objects.filter(pk=leaving.pk).update(state="leased")
    Message.objects.filter(pk=left.pk).update(state="sent")

    assert (len(undo()), len(undo())) == (1, 0)

    assert [state_of(one) for one in (leaving, left, waiting)] == ["leased", "sent", "cancelled"]
    assert told_occasions(["test:1"]) == {"test:1"}


def test_last_batch_is_offered_until_its_time_is_over(association):
    queue(association, letter("a"))
    queue(association, letter("b"), now=NOW + timedelta(seconds=10))

    offers = [
        last_batch(occasion="test:1", purpose="test", now=NOW + timedelta(seconds=seconds))
        for seconds in (20, 39, 41)
    ]

    assert offers == [NOW + timedelta(seconds=10), NOW + timedelta(seconds=10), None]
