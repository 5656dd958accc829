"""Long work: once, by one worker, with its progress; stopped, given up, asked for again."""

import os
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction

from convoca.foundation import jobs
from convoca.foundation.models import Work
from convoca.foundation.queue import huey
from convoca.foundation.works import (
    WorkEndedError,
    WorkFailedError,
    cancel_work,
    cancel_work_of,
    claim_work,
    do_next_work,
    do_works,
    forget_works,
    has_waiting_work,
    latest_work,
    retry_work,
)
from convoca.foundation.works.doing import MOST_TRIES, PAUSE
from convoca.foundation.works.kinds import LEASE
from tests.factories.cycles import NOW
from tests.foundation.works import Craft, asked, known
from tests.support.at_once import at_once, shared_database

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_queue():
    huey.storage.flush_all()


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def craft():
    with known(Craft()) as craft:
        yield craft


def nothing() -> None:
    """Take no time."""


def cut(*_args) -> None:
    raise OSError("disk")


def states() -> list[str]:
    return list(Work.objects.order_by("pk").values_list("state", flat=True))


def test_work_is_done_and_recorded_once(craft):
    work = asked(7)

    assert (do_works(), do_works()) == (1, 0)

    work.refresh_from_db()
    assert (work.state, work.tries, craft.recorded, craft.followed) == ("done", 1, [7], [])


def test_work_shows_how_far_it_is_while_it_is_done(clock):
    seen = []

    def look():
        work = Work.objects.get()
        seen.append((work.state, work.progress_done, work.progress_total))

    with known(Craft(look, look)):
        asked()
        do_works()

    assert seen == [("running", 0, 2), ("running", 1, 2)]


def test_start_work_pressed_five_times_is_one_work(craft):
    """JOB-04."""
    works = {asked().pk for _ in range(5)}

    assert (len(works), do_works(), craft.recorded) == (1, 1, [1])


def test_start_work_after_it_is_done_asks_anew(craft):
    first = asked()
    do_works()

    second = asked()

    assert second.pk != first.pk
    assert latest_work(Craft.name, 1) == second


def test_start_work_takes_the_place_of_one_that_failed(clock):
    with known(Craft(cut)):
        fail_for_good(clock)
        asked(1)

    assert states() == ["cancelled", "waiting"]


def test_start_work_in_a_transaction_that_is_taken_back_does_nothing(
    craft, django_capture_on_commit_callbacks
):
    """JOB-03."""
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        asked()
        transaction.set_rollback(True)

    assert (huey.pending_count(), do_works(), craft.recorded) == (0, 0, [])


@pytest.mark.django_db(transaction=True)
def test_sweep_finds_what_lost_its_nudge_and_each_work_comes_back_for_the_next(craft):
    for number in (1, 2):
        asked(number)
    huey.storage.flush_queue()

    jobs.sweep_works()
    recorded = []
    while huey.pending_count():
        huey.execute(huey.dequeue())
        recorded.append(list(craft.recorded))

    assert recorded == [[1], [1, 2], [1, 2]]


def test_sweep_with_nothing_to_do_leaves_the_queue_alone(craft):
    jobs.sweep_works()

    assert huey.pending_count() == 0


def test_claim_work_gives_one_work_to_one_worker(craft):
    work = asked()

    assert (claim_work(now=NOW), claim_work(now=NOW)) == (work, None)


def test_claim_work_gives_a_dead_workers_work_again_after_its_lease(craft):
    asked()
    claim_work(now=NOW)

    early = claim_work(now=NOW + LEASE - timedelta(seconds=1))
    again = claim_work(now=NOW + LEASE)

    assert (early, again.tries, again.lease_number) == (None, 2, 2)


def test_claim_work_leaves_kinds_that_nobody_here_knows(craft):
    asked(1, kind="of another release")

    assert (claim_work(now=NOW), has_waiting_work(now=NOW)) == (None, False)


def test_work_that_kills_three_workers_is_given_up_and_others_are_done(craft):
    """JOB-02: what a killed worker leaves is a claim that nobody ends."""
    asked(1)
    for number in range(MOST_TRIES):
        claim_work(now=NOW + number * LEASE)
    asked(2)

    claimed = claim_work(now=NOW + MOST_TRIES * LEASE)

    assert (claimed.subject_id, states()) == (2, ["failed", "running"])
    failed = Work.objects.get(subject_id=1)
    assert "Se intentó tres veces" in failed.error
    assert craft.followed == [(1, "failed", failed.error)]


def test_work_that_breaks_waits_a_little_and_lets_others_go_first(clock):
    with known(Craft(cut), "broken") as broken, known(Craft()) as whole:
        asked(1, kind="broken")
        asked(2)

        assert do_works() == 2
        assert (whole.recorded, states()) == ([2], ["waiting", "done"])
        clock.shift(PAUSE)
        broken.acts = ()
        assert do_works() == 1

    assert (broken.recorded, states()) == ([1], ["done", "done"])


def fail_for_good(clock) -> Work:
    """Let a work that breaks every time be given up."""
    work = asked()
    for _ in range(MOST_TRIES + 1):
        do_works()
        clock.shift(PAUSE)
    work.refresh_from_db()
    return work


def test_retry_work_gives_it_all_its_tries_again(clock):
    with known(Craft(cut)) as craft:
        failed = fail_for_good(clock)
        craft.acts = (nothing,)

        retry_work(work_id=failed.pk, now=NOW)
        retry_work(work_id=failed.pk, now=NOW)
        assert do_works() == 1

    assert [state for _, state, _ in craft.followed] == ["failed", "waiting"]
    assert (states(), craft.recorded) == (["done"], [1])


def test_retry_work_of_one_that_can_never_be_done_is_refused():
    def refuse():
        raise WorkFailedError("No es una nómina. Suba otro archivo.")

    with known(Craft(refuse)) as craft:
        work = asked()
        do_works()

        with pytest.raises(WorkEndedError) as caught:
            retry_work(work_id=work.pk, now=NOW)

    assert craft.followed == [(1, "failed", "No es una nómina. Suba otro archivo.")]
    assert caught.value.state == "failed"


def test_cancel_work_twice_cancels_it_once(craft):
    work = asked()

    cancel_work(work_id=work.pk, now=NOW)
    cancel_work(work_id=work.pk, now=NOW)

    assert (do_works(), craft.recorded) == (0, [])
    assert craft.followed == [(1, "cancelled", "")]


def test_cancel_work_that_is_done_is_refused(craft):
    work = asked()
    do_works()

    with pytest.raises(WorkEndedError):
        cancel_work(work_id=work.pk, now=NOW)

    assert (states(), cancel_work_of(kind=Craft.name, subject_id=1, now=NOW)) == (["done"], False)


@pytest.mark.parametrize("step", [0, 1])
def test_work_that_is_cancelled_in_the_middle_records_nothing(step):
    """The first act is cut by the next telling, the last one when its outcome is recorded."""

    def cancel():
        assert cancel_work_of(kind=Craft.name, subject_id=1, now=NOW)

    acts = [nothing, nothing]
    acts[step] = cancel
    with known(Craft(*acts)) as craft:
        asked()
        assert do_works() == 1

    assert (states(), craft.recorded) == (["cancelled"], [])
    assert craft.followed == [(1, "cancelled", "")]


def test_work_whose_lease_was_lost_meanwhile_records_nothing(clock):
    def lose():
        clock.shift(LEASE)
        assert claim_work(now=NOW + LEASE).lease_number == 2

    with known(Craft(lose)) as craft:
        asked()
        do_works()

    assert (states(), craft.recorded) == (["running"], [])


class HalfWritten(Craft):
    """Its outcome is cut when half of it is written."""

    def do(self, hold):
        def record():
            hold.row().update(title="half")
            cut()

        return record


def test_outcome_that_is_cut_leaves_nothing_of_it_and_the_work_to_be_done(clock):
    with known(HalfWritten()):
        work = asked()
        do_works()

    work.refresh_from_db()
    assert (work.state, work.title) == ("waiting", "Tejer 1")


def test_worker_that_is_told_to_end_gives_the_work_back_at_once(clock):
    """JOB-06: no try is counted, and nothing new is begun."""
    is_stopping = []
    with known(Craft(lambda: is_stopping.append(1), nothing)) as craft:
        asked(1)
        asked(2)

        begun = do_works(until=lambda: bool(is_stopping))
        work = Work.objects.get(subject_id=1)
        assert (begun, work.state, work.tries, craft.recorded) == (1, "waiting", 0, [])
        assert (do_works(), craft.recorded) == (2, [1, 2])


def test_do_next_work_of_some_kinds_leaves_the_others(craft):
    with known(Craft(), "knitting") as other:
        asked(1)
        asked(2, kind="knitting")

        assert do_next_work(["knitting"]) is True
        assert (craft.recorded, other.recorded) == ([], [2])


def test_forget_works_drops_what_ended_long_ago_and_cancels_what_nobody_tried_again(clock):
    with known(Craft(cut)) as craft:
        failed = fail_for_good(clock)
        waiting = asked(2)
        later = NOW + timedelta(days=32)

        assert forget_works(now=later) == 0
        assert craft.followed[-1] == (1, "cancelled", failed.error)
        assert forget_works(now=later + timedelta(days=31)) == 1

    assert list(Work.objects.all()) == [waiting]


@pytest.mark.slow
@pytest.mark.parallel
@pytest.mark.django_db(transaction=True)
def test_five_workers_at_once_do_each_work_once(tmp_path):
    with shared_database(tmp_path), known(Craft(nothing)) as craft:
        for number in range(20):
            asked(number)

        done = at_once([do_works] * 5)

    assert sum(done) == 20
    assert sorted(craft.recorded) == list(range(20))


@pytest.mark.slow
@pytest.mark.parallel
@pytest.mark.django_db(transaction=True)
def test_five_presses_at_once_are_one_work(tmp_path):
    """JOB-04."""
    with shared_database(tmp_path), known(Craft()):
        asked(0)

        works = at_once([lambda: asked(1).pk] * 5)

        assert len(set(works)) == 1
        assert Work.objects.filter(subject_id=1).count() == 1


@pytest.mark.slow
@pytest.mark.parallel
@pytest.mark.django_db(transaction=True)
def test_work_that_ends_its_process_is_given_up_after_three(tmp_path):
    """JOB-02: the work calls os._exit; each worker is a real process."""
    with shared_database(tmp_path), known(Craft(lambda: os._exit(7)), "poison"):
        asked(1, kind="poison")
        codes = [worker_in_a_process() for _ in range(MOST_TRIES)]
        with known(Craft()) as craft:
            asked(2)
            do_works()

        assert (codes, craft.recorded) == ([7] * MOST_TRIES, [2])
        assert states() == ["failed", "done"]


def worker_in_a_process() -> int:
    """Do what waits in a child process; return how it ended. Then let its leases be over."""
    connection.close()
    child = os.fork()
    if child == 0:
        do_works()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    Work.objects.update(free_at=None)
    return os.waitstatus_to_exitcode(status)
