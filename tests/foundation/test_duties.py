"""What comes round by the clock: once, by whoever is there; JOB-02, JOB-07, TIM-10."""

from datetime import UTC, datetime, timedelta

import pytest

from convoca.foundation import duties
from convoca.foundation.duties import (
    claim_duty,
    do_due_duties,
    enlist_duties,
    every,
    registered_duties,
    release_duties,
)
from convoca.foundation.models import Duty, Worker
from convoca.foundation.workers import join_workers, leave_workers, list_living, show_life
from tests.support.at_once import at_once, shared_database

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 4, 1, 12, 0, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def done(monkeypatch):
    """Two duties alone, `fast` each minute and `daily`; gives the list of what was done."""
    log = []
    monkeypatch.setattr(duties, "_registered", {})

    def fast():
        log.append("fast")

    def daily():
        log.append("daily")

    every(minutes=1)(fast)
    every(days=1, at=timedelta(hours=7, minutes=40))(daily)
    enlist_duties(now=NOW)
    return log


def work(clock, *, name="one", until=lambda: False):
    return do_due_duties(worker_name=name, in_hand=set(), clock=clock, until=until)


def test_every_registers_a_duty_under_the_name_of_its_room():
    import convoca.retention.jobs  # noqa: F401 -- registers as it is imported

    rhythm = registered_duties()["retention.jobs.look_for_alerts"].rhythm

    assert (rhythm.period, rhythm.at) == (timedelta(minutes=10), timedelta())


def test_duties_are_done_when_they_are_due_and_not_before(done, clock):
    early = work(clock)
    clock.now += MINUTE
    on_time = work(clock)
    again = work(clock)

    assert (early, len(on_time), again, done) == ([], 1, [], ["fast"])
    assert Duty.objects.get(name__endswith="fast").due_at == NOW.replace(minute=2, second=0)


def test_duties_missed_for_three_days_are_done_once_each(done, clock):
    """JOB-07."""
    clock.now += timedelta(days=3)

    work(clock)
    work(clock)

    assert sorted(done) == ["daily", "fast"]


def test_duty_in_the_hands_of_a_dead_worker_is_free_when_its_lease_ends(done, clock):
    clock.now += MINUTE
    fast = Duty.objects.get(name__endswith="fast")
    assert claim_duty(fast, worker_name="dead", now=clock.now)

    at_once_after = work(clock)
    clock.now += timedelta(seconds=60)
    later = work(clock)

    assert (at_once_after, len(later), done) == ([], 1, ["fast"])


def test_duty_is_kept_while_its_worker_shows_life(done, clock):
    clock.now += MINUTE
    worker = join_workers(now=clock.now)
    fast = Duty.objects.get(name__endswith="fast")
    claim_duty(fast, worker_name=worker.name, now=clock.now)
    clock.now += timedelta(seconds=50)

    show_life(worker, in_hand=[fast.name], now=clock.now)
    clock.now += timedelta(seconds=50)

    assert work(clock) == []
    assert [each.name for each in list_living(now=clock.now)] == [worker.name]


def test_duty_that_its_worker_forgot_is_not_kept_by_signs_of_life(done, clock):
    clock.now += MINUTE
    worker = join_workers(now=clock.now)
    claim_duty(Duty.objects.get(name__endswith="fast"), worker_name=worker.name, now=clock.now)
    clock.now += MINUTE

    show_life(worker, in_hand=[], now=clock.now)

    assert len(work(clock)) == 1


def test_duty_that_kills_its_workers_comes_back_ever_more_rarely(done, clock):
    """JOB-02: the lease doubles with each death, and the others are done meanwhile."""
    waits = []
    for _death in range(4):
        clock.now += timedelta(days=1)
        fast = Duty.objects.get(name__endswith="fast")
        claim_duty(fast, worker_name="dead", now=clock.now)
        fast.refresh_from_db()
        waits.append((fast.leased_until - clock.now).total_seconds())

    assert waits == [60, 120, 240, 480]


def test_worker_that_stops_sets_its_duties_free_at_once(done, clock):
    clock.now += MINUTE
    worker = join_workers(now=clock.now)
    claim_duty(Duty.objects.get(name__endswith="fast"), worker_name=worker.name, now=clock.now)

    leave_workers(worker)

    assert (len(work(clock)), Worker.objects.count()) == (1, 0)


def test_duty_that_fails_is_tried_again_in_five_minutes_and_says_why(done, clock, caplog):
    def broken():
        raise LookupError

    every(days=1)(broken)
    enlist_duties(now=NOW)
    clock.now = NOW + timedelta(days=1)

    work(clock)

    duty = Duty.objects.get(name__endswith="broken")
    assert (duty.error, duty.due_at - clock.now, duty.attempts) == ("LookupError", 5 * MINUTE, 0)
    assert sorted(done) == ["daily", "fast"]


def test_clock_put_back_by_a_day_does_not_silence_what_comes_each_minute(done, clock):
    """TIM-10."""
    clock.now -= timedelta(days=1)

    assert len(work(clock)) == 1
    assert done == ["fast"]


def test_worker_that_is_told_to_stop_begins_nothing_more(done, clock):
    clock.now += timedelta(days=1)

    assert work(clock, until=lambda: True) == []
    assert done == []


def test_duties_no_longer_registered_lose_their_row(done):
    Duty.objects.create(name="old.jobs.sweep", due_at=NOW)

    enlist_duties(now=NOW)

    assert not Duty.objects.filter(name="old.jobs.sweep").exists()


def test_released_duty_is_that_of_its_worker_alone(done, clock):
    clock.now += timedelta(days=1)
    for duty, name in zip(Duty.objects.order_by("name"), ["mine", "theirs"], strict=True):
        claim_duty(duty, worker_name=name, now=clock.now)

    release_duties(worker_name="mine")

    assert list(Duty.objects.order_by("name").values_list("worker_name", flat=True)) == [
        "",
        "theirs",
    ]


def test_worker_unseen_for_a_day_is_forgotten_and_comes_back_when_it_shows_life():
    worker = join_workers(now=NOW)
    join_workers(now=NOW + timedelta(days=2))
    assert not Worker.objects.filter(name=worker.name).exists()

    show_life(worker, in_hand=[], now=NOW + timedelta(days=2))

    assert Worker.objects.get(name=worker.name).seen_at == NOW + timedelta(days=2)


@pytest.mark.parallel
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_duty_is_done_once_when_eight_workers_look_at_the_same_moment(done, clock, tmp_path):
    clock.now += MINUTE

    with shared_database(tmp_path):
        looks = at_once([lambda n=n: work(clock, name=f"worker-{n}") for n in range(8)])

    assert sorted(len(names) for names in looks) == [0] * 7 + [1]
    assert done == ["fast"]
