"""Sending again what did not leave."""

from datetime import UTC, datetime, timedelta

import pytest

from convoca.foundation.models import Association
from convoca.messaging.models import Message
from convoca.messaging.services import (
    UNDO_TIME,
    Letter,
    Recipient,
    Text,
    cancel_messages,
    queue_messages,
    readdress_messages,
    retry_failed,
)
from tests.factories.directory import make_association

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 4, 13, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
OLD, NEW = "vieja@comuna.cl", "nueva@comuna.cl"
STATES = ["queued", "leased", "sent", "uncertain", "failed", "cancelled"]
CALENDAR = f"BEGIN:VEVENT\r\nATTENDEE:mailto:{OLD}\r\nEND:VEVENT\r\n"


@pytest.fixture
def association() -> Association:
    return make_association()


def queue(association, key: str, state: str, *, name: str = "Ana", **more) -> Message:
    text = Text("Sesión 1", "Hola.\n", more.pop("calendar", ""), "REQUEST")
    [message] = queue_messages(
        association=association,
        purpose="test",
        letters=[
            Letter(key, f"test:{key}", Recipient(OLD, name), text, more.pop("not_after", None))
        ],
        now=NOW,
        not_before=NOW + UNDO_TIME,
    )
    Message.objects.filter(pk=message.pk).update(state=state, **more)
    return message


def facts_of(message: Message) -> tuple[object, ...]:
    message.refresh_from_db()
    return message.to_address, message.state, message.attempts, message.error, message.next_try_at


def readdress(association, name: str = "Ana", now=LATER) -> int:
    return readdress_messages(
        association=association, to=Recipient(NEW, name), former=[OLD], now=now
    )


def test_readdress_messages_changes_what_failed_or_waits_and_nothing_that_left(association):
    messages = {state: queue(association, state, state) for state in STATES}

    counts = [readdress(association) for _ in range(2)]

    addresses = {state: facts_of(message)[0] for state, message in messages.items()}
    assert counts == [2, 0]
    assert [state for state in STATES if addresses[state] == NEW] == ["queued", "failed"]


def test_readdress_messages_sends_at_once_what_was_tried(association):
    failed = queue(association, "a", "failed", attempts=8, error="No.")

    readdress(association)

    assert facts_of(failed) == (NEW, "queued", 0, "", LATER)


def test_readdress_messages_keeps_the_time_to_undo(association):
    waiting = queue(association, "a", "queued")

    readdress(association, now=NOW)

    assert facts_of(waiting) == (NEW, "queued", 0, "", NOW + UNDO_TIME)


def test_readdress_messages_leaves_another_person_of_the_shared_mailbox(association):
    queue(association, "a", "failed", name="Eva")

    assert readdress(association) == 0


def test_readdress_messages_leaves_what_is_no_use_any_more(association):
    late = queue(association, "a", "failed", not_after=NOW + timedelta(hours=1))

    assert (readdress(association), facts_of(late)[0]) == (0, OLD)


def test_readdress_messages_writes_the_address_into_the_calendar(association):
    message = queue(association, "a", "failed", calendar=CALENDAR)

    readdress(association)

    message.refresh_from_db()
    assert message.calendar == CALENDAR.replace(OLD, NEW)


def test_retry_failed_queues_what_failed_and_is_still_of_use(association):
    messages = {state: queue(association, state, state) for state in STATES}
    queue(association, "late", "failed", not_after=NOW + timedelta(hours=1))
    queue(make_association("Otra"), "other", "failed")

    counts = [retry_failed(association=association, now=LATER) for _ in range(2)]

    assert counts == [1, 0]
    assert facts_of(messages["failed"]) == (OLD, "queued", 0, "", LATER)
    assert facts_of(messages["uncertain"])[1] == "uncertain"


def test_cancel_messages_lets_nobody_send_again_what_failed(association):
    queue(association, "a", "failed")

    assert cancel_messages(occasions=["test:a"]) == 1
    assert retry_failed(association=association, now=LATER) == 0


def test_cancel_messages_of_one_purpose_leaves_the_others(association):
    queue(association, "a", "queued")

    counts = [
        cancel_messages(occasions=["test:a"], purposes=[purpose]) for purpose in ("no", "test")
    ]

    assert counts == [0, 1]
