"""The queue: only a nudge. What must not be lost is a row, claimed with a lease and swept.

A service below the doors cannot import a job, so it nudges by name; a room's `jobs.py`
answers to names with `@on_nudge(NAME)`. A lost nudge only delays: the sweep finds the row,
see `duties`.
"""

import logging
import time
from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.db import close_old_connections, transaction
from huey import Huey, MemoryHuey, RedisHuey, SqliteHuey

logger = logging.getLogger(__name__)

DELIVER = "deliver"
SOLVE = "solve"
CONNECT_S = 2
ANSWER_S = 5
QUIET_S = 30.0

_listeners: dict[str, list[Callable[[], object]]] = {}


def make_queue(url: str) -> Huey:
    """Return the queue at an address: redis(s)://, sqlite:// or memory://."""
    scheme = urlsplit(url).scheme
    if scheme in {"redis", "rediss"}:
        return _redis_queue(url)
    if scheme == "sqlite":
        return SqliteHuey(
            "convoca", filename=str(settings.DATA_DIR / "queue.sqlite3"), results=False
        )
    return MemoryHuey("convoca", results=False)


def _redis_queue(url: str) -> Huey:
    """Return a queue on a Redis whose silence holds nobody up: a page waits seconds at most."""
    from redis import ConnectionPool  # noqa: PLC0415 -- only where many machines work
    from redis.backoff import NoBackoff  # noqa: PLC0415
    from redis.retry import Retry  # noqa: PLC0415

    pool = ConnectionPool.from_url(
        url,
        socket_connect_timeout=CONNECT_S,
        socket_timeout=ANSWER_S,
        socket_keepalive=True,
        health_check_interval=30,
        retry=Retry(NoBackoff(), 0),
    )
    return RedisHuey("convoca", connection_pool=pool, results=False)


huey = make_queue(settings.QUEUE_URL)


def on_nudge(name: str) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register what is done when `name` is nudged; it must be safe to run twice."""

    def register(job: Callable[[], object]) -> Callable[[], object]:
        _listeners.setdefault(name, []).append(job)
        return job

    return register


@huey.task()
def answer_nudge(name: str) -> None:
    """Run, in the worker, what listens to a name; with a fresh connection to the database."""
    close_old_connections()
    try:
        for job in _listeners.get(name, []):
            job()
    finally:
        close_old_connections()


class Bell:
    """Nudges; after a queue did not answer, it stays quiet a while, so that nobody waits for it."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        put: Callable[[str], object] = answer_nudge,
    ) -> None:
        self._clock = clock
        self._put = put
        self._quiet_until_s = float("-inf")

    def ring(self, name: str) -> bool:
        """Put a nudge into the queue; say whether it is in. The sweep does the rest."""
        if self._clock() < self._quiet_until_s:
            return False
        try:
            self._put(name)
        except Exception as error:  # a door: Redis, its network, a full disk
            self._quiet_until_s = self._clock() + QUIET_S
            logger.warning("the queue does not take nudges: %s", type(error).__name__)
            return False
        return True


_bell = Bell()
ring = _bell.ring


def nudge_all() -> None:
    """Ask the worker to look everywhere: at its start, for what the one before left behind."""
    for name in _listeners:
        ring(name)


def nudge_after_commit(name: str) -> None:
    """Ask the worker to look once the decision is in the database, once a transaction."""
    connection = transaction.get_connection()
    waiting = [task for _, task, _ in connection.run_on_commit if isinstance(task, partial)]
    if not any(task.func == ring and task.args == (name,) for task in waiting):
        transaction.on_commit(partial(ring, name), robust=True)
