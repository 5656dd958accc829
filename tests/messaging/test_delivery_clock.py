"""Delivery when the clock jumps, a worker was dead for hours, or its lease ran out."""

from datetime import UTC, datetime, timedelta

import pytest

from convoca.messaging.channels import RehearsalChannel
from convoca.messaging.models import Message
from convoca.messaging.services import deliver_due, mend_times, settle_lost_leases
from convoca.messaging.services.delivery_rows import Sent, record_sent, release, reserve, start
from tests.factories.messaging import make_message

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 4, 13, 0, tzinfo=UTC)
HOUR, YEAR = timedelta(hours=1), timedelta(days=365)


def message(**fields) -> Message:
    return make_message(**({"created_at": NOW, "next_try_at": NOW} | fields))


def take(sender: str = "w1", now=NOW) -> list[Message]:
    return reserve(sender=sender, channel="email", now=now)


def begin(now=NOW) -> Message:
    message()
    [held] = take(now=now)
    assert start(held, now=now)
    return held


def state_of(one: Message) -> str:
    one.refresh_from_db()
    return one.state


@pytest.mark.parametrize(
    ("passed", "is_free"),
    [(timedelta(seconds=59), False), (timedelta(seconds=60), True), (-YEAR, True)],
)
def test_reservation_of_a_dead_sender_ends_also_when_the_clock_goes_back(passed, is_free):
    waiting = message(next_try_at=NOW - 2 * YEAR)
    take("dead")

    assert take("alive", now=NOW + passed) == ([waiting] if is_free else [])


def test_reservation_that_went_to_another_sender_starts_nothing():
    message()
    [held] = take("slow")
    take("quick", now=NOW + HOUR)

    assert start(held, now=NOW + HOUR) is False


def test_release_gives_back_what_was_not_started():
    waiting = message()
    take("w1")

    release(sender="w1")

    assert take("w2") == [waiting]


@pytest.mark.parametrize(
    ("passed", "state"),
    [
        (timedelta(minutes=4), "leased"),
        (timedelta(minutes=5), "uncertain"),
        (-timedelta(seconds=30), "leased"),
        (-YEAR, "uncertain"),
    ],
)
def test_lease_that_is_over_is_uncertain_also_when_the_clock_goes_back(passed, state):
    held = begin()

    settle_lost_leases(now=NOW + passed)

    assert state_of(held) == state


def test_word_of_the_worker_that_has_it_in_hand_counts_after_its_lease():
    held = begin()
    settle_lost_leases(now=NOW + YEAR)

    record_sent(Sent(held, NOW, "250 OK"))

    assert (state_of(held), held.provider_id) == ("sent", "250 OK")


def test_word_that_comes_after_a_person_has_settled_it_counts_no_more():
    held = begin()
    Message.objects.update(state="queued", attempts=0, reserved_by="")

    record_sent(Sent(held, NOW, "250 OK"))

    assert state_of(held) == "queued"


@pytest.mark.parametrize(
    "put_off",
    [
        {"created_at": NOW + YEAR, "next_try_at": NOW + YEAR},
        {"attempts": 2, "next_try_at": NOW + YEAR},
        {"error": "Espere.", "next_try_at": NOW + YEAR},
    ],
)
def test_mend_times_lets_leave_what_a_clock_that_was_ahead_put_off(put_off):
    waiting = message(**put_off)

    assert mend_times(now=NOW) == 1
    assert take() == [waiting]


@pytest.mark.parametrize(
    "meant",
    [
        {"next_try_at": NOW + YEAR},
        {"attempts": 2, "next_try_at": NOW + HOUR},
        {"created_at": NOW + timedelta(seconds=30), "next_try_at": NOW + HOUR},
    ],
)
def test_mend_times_leaves_what_was_meant_to_wait(meant):
    message(**meant)

    assert mend_times(now=NOW) == 0


def test_reminder_is_dropped_when_the_worker_was_dead_until_its_session_was_over_job_01():
    late, good = message(not_after=NOW + HOUR), message(not_after=NOW + 12 * HOUR)

    deliver_due(channel=RehearsalChannel(), clock=lambda: NOW + 6 * HOUR)

    assert (state_of(late), late.error) == ("cancelled", "Ya no servía: pasó su hora.")
    assert state_of(good) == "sent"


def test_message_whose_time_passes_while_it_is_reserved_is_dropped_job_01():
    message()
    late = message(not_after=NOW + HOUR)
    moments = iter([NOW] * 5 + [NOW + HOUR] * 50)

    deliver_due(channel=RehearsalChannel(), clock=lambda: next(moments))

    assert state_of(late) == "cancelled"


def test_all_attempts_of_an_hour_of_refusals_end_in_a_delivery_prv_04(mail_refusing):
    waiting = message(to_address="ana@comuna.cl")
    moment = NOW
    while moment < NOW + HOUR:
        deliver_due(channel=mail_refusing, clock=lambda moment=moment: moment)
        waiting.refresh_from_db()
        moment = waiting.next_try_at

    deliver_due(channel=RehearsalChannel(), clock=lambda: moment)

    assert (state_of(waiting), waiting.error) == ("sent", "")


@pytest.fixture
def mail_refusing():
    """A channel whose server answers 451, whoever writes."""
    from convoca.messaging.errors import RefusedError

    class Busy(RehearsalChannel):
        def send(self, parcel):
            raise RefusedError(451, "4.3.0", permanent=False)

    return Busy()
