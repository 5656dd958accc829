"""The queue: only a nudge. What must not be lost is a row, claimed with a lease and swept.

A service below the doors cannot import a job, so it nudges by name; a room's `jobs.py`
answers to names with `@on_nudge(NAME)`. A lost nudge only delays: the sweep finds the row.
"""

from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from huey import Huey, MemoryHuey, RedisHuey, SqliteHuey

DELIVER = "deliver"
SOLVE = "solve"

_listeners: dict[str, list[Callable[[], object]]] = {}


def _make_queue(url: str) -> Huey:
    scheme = urlsplit(url).scheme
    if scheme == "redis":
        return RedisHuey("convoca", url=url, results=False)
    if scheme == "sqlite":
        return SqliteHuey(
            "convoca", filename=str(settings.DATA_DIR / "queue.sqlite3"), results=False
        )
    return MemoryHuey("convoca", results=False)


huey = _make_queue(settings.QUEUE_URL)


def on_nudge(name: str) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register what is done when `name` is nudged; it must be safe to run twice."""

    def register(job: Callable[[], object]) -> Callable[[], object]:
        _listeners.setdefault(name, []).append(job)
        return job

    return register


@huey.task()
def answer_nudge(name: str) -> None:
    """Run, in the worker, what listens to a name."""
    for job in _listeners.get(name, []):
        job()


def nudge_all() -> None:
    """Ask the worker to look everywhere: at its start, for what the one before left behind."""
    for name in _listeners:
        answer_nudge(name)


def nudge_after_commit(name: str) -> None:
    """Ask the worker to look once the decision is in the database, once a transaction."""
    connection = transaction.get_connection()
    waiting = {task.args for _, task, _ in connection.run_on_commit if isinstance(task, partial)}
    if (name,) not in waiting:
        transaction.on_commit(partial(answer_nudge, name), robust=True)
