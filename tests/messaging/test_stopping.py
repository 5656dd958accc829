"""A worker that is told to stop in the middle of its load; JOB-06."""

from collections import Counter

import pytest

from convoca.messaging.models import Message
from convoca.messaging.services import Letter, Recipient, Text, queue_messages
from tests.factories.directory import make_association
from tests.support.at_once import shared_database
from tests.support.waiting import wait_until
from tests.support.workers import start_convoca

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parallel,
    pytest.mark.django_db(transaction=True),
]

MANY, SOME = 120, 10
State = Message.State


def queue_many():
    from django.utils import timezone

    letters = [
        Letter(f"k:{n}", "test:1", Recipient(f"p{n}@comuna.cl", "Ana"), Text("Sesión", "Hola.\n"))
        for n in range(MANY)
    ]
    queue_messages(
        association=make_association(), purpose="test", letters=letters, now=timezone.now()
    )


def count_by_state():
    return Counter(Message.objects.values_list("state", flat=True))


@pytest.fixture
def start_worker(tmp_path, smtp_server):
    """Start `convoca work` on the database of this test; it is gone afterwards."""
    started = []

    def start():
        folder, url = str(tmp_path), smtp_server.url
        started.append(
            start_convoca(
                "work",
                CONVOCA_DATA_DIR=folder,
                CONVOCA_EMAIL_URL=url,
                CONVOCA_QUEUE_URL="sqlite://",
            )
        )
        return started[-1]

    with shared_database(tmp_path):
        yield start
        for process in started:
            process.kill()
            process.communicate()


def test_worker_told_to_stop_ends_its_message_and_the_next_one_does_the_rest(
    start_worker, smtp_server
):
    queue_many()
    first = start_worker()
    wait_until(lambda: len(smtp_server.deliveries) >= SOME, seconds=40)

    first.terminate()

    assert first.wait(20) == 0
    taken = len(smtp_server.deliveries)
    assert count_by_state() == {State.SENT: taken, State.QUEUED: MANY - taken}
    assert SOME <= taken < MANY
    second = start_worker()
    wait_until(lambda: count_by_state() == {State.SENT: MANY}, seconds=60)
    times = Counter(delivery.recipients for delivery in smtp_server.deliveries)
    assert (len(times), set(times.values())) == (MANY, {1})
    assert second.poll() is None
