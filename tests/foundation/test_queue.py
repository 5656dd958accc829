"""The queue is only a nudge: without it nothing is lost, and nobody waits for it."""

import socket
import time
from functools import partial

import pytest
from django.db import transaction
from redis.exceptions import RedisError

from convoca.foundation import queue
from convoca.foundation.caching import PatientRedisCache
from convoca.foundation.queue import Bell, nudge_after_commit, on_nudge
from tests.support.needs import leave_out
from tests.support.redis import find_redis, started_redis


@pytest.fixture
def silent_redis():
    """The address of a machine that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"


@pytest.fixture
def absent_redis():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    return f"redis://127.0.0.1:{port}/0"


def waiting():
    return queue.huey.pending_count()


@pytest.fixture(autouse=True)
def empty_queue():
    queue.huey.storage.flush_queue()
    yield
    queue.huey.storage.flush_queue()


@pytest.mark.django_db(transaction=True)
def test_nudge_waits_for_the_commit_and_is_one_a_transaction():
    with transaction.atomic():
        nudge_after_commit("test.look")
        nudge_after_commit("test.look")
        before = waiting()

    assert (before, waiting()) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_nudge_beside_other_acts_of_the_commit_is_still_one():
    done = []
    with transaction.atomic():
        transaction.on_commit(partial(done.extend, ["test.look"]))
        nudge_after_commit("test.look")
        nudge_after_commit("test.look")

    assert (done, waiting()) == (["test.look"], 1)


@pytest.mark.django_db(transaction=True)
def test_nudge_of_a_transaction_that_rolls_back_is_not_sent():
    """JOB-03."""
    with pytest.raises(LookupError), transaction.atomic():
        nudge_after_commit("test.look")
        raise LookupError

    assert waiting() == 0


@pytest.mark.django_db
def test_nudge_runs_all_that_listen_to_its_name():
    heard = []
    on_nudge("test.heard")(lambda: heard.append(1))
    on_nudge("test.heard")(lambda: heard.append(2))

    queue.answer_nudge.call_local("test.heard")

    assert heard == [1, 2]


class Counting:
    """Stands where nudges go in: counts, and may refuse."""

    def __init__(self, *, broken):
        self.tries, self.broken = 0, broken

    def __call__(self, _name):
        self.tries += 1
        if self.broken:
            raise ConnectionError


def test_bell_stays_quiet_for_half_a_minute_after_the_queue_did_not_answer():
    door, now = Counting(broken=True), [0.0]
    bell = Bell(clock=lambda: now[0], put=door)

    first, second = bell.ring("look"), bell.ring("look")
    door.broken, now[0] = False, 30.0

    assert (first, second, bell.ring("look")) == (False, False, True)
    assert door.tries == 2


@pytest.mark.parametrize("where", ["absent_redis", "silent_redis"])
def test_redis_that_does_not_answer_holds_a_page_up_for_seconds_only(where, request, monkeypatch):
    monkeypatch.setattr(queue, "ANSWER_S", 0.2)
    away = queue.make_queue(request.getfixturevalue(where))
    bell = Bell(put=lambda name: away.storage.enqueue(name.encode()))

    started_s = time.monotonic()

    assert [bell.ring("look") for _n in range(20)] == [False] * 20
    assert time.monotonic() - started_s < 1


def cache_at(url):
    options = {"socket_connect_timeout": 0.2, "socket_timeout": 0.2}
    return PatientRedisCache(url, {"OPTIONS": options})


def use(cache):
    return [
        cache.add("tries", 0, 60),
        cache.incr("tries"),
        cache.incr("tries"),
        cache.get("tries", 0),
        cache.touch("tries", 60),
        cache.delete("tries"),
        cache.get("tries", "nothing"),
    ]


def test_cache_counts_on_redis(redis_url):
    assert use(cache_at(redis_url)) == [True, 1, 2, 2, True, True, "nothing"]


def test_cache_without_redis_answers_as_if_nothing_were_kept(absent_redis):
    assert use(cache_at(absent_redis)) == [True, 1, 1, 0, False, False, "nothing"]


def test_queue_on_redis_takes_nudges_again_when_redis_is_back():
    path = find_redis()
    if path is None:
        leave_out("Falta redis-server en este equipo.")
    with started_redis(path) as url:
        away = queue.make_queue(url)
        away.storage.enqueue(b"one")

    with pytest.raises(RedisError):
        away.storage.enqueue(b"two")

    with started_redis(path, port=int(url.rpartition(":")[2].split("/")[0])):
        away.storage.enqueue(b"three")
        assert away.storage.queue_size() == 1
