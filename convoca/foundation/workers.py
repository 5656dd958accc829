"""Which processes do background work: each says that it lives."""

import os
import secrets
import socket
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet

from convoca import __version__
from convoca.foundation.duties import release_duties, renew_duties
from convoca.foundation.models import Worker

SEEN_EVERY_S = 10
GONE_AFTER = timedelta(seconds=60)
FORGOTTEN_AFTER = timedelta(days=1)


def join_workers(*, now: datetime) -> Worker:
    """Make the row of this process; forget those that were not seen for a day."""
    Worker.objects.filter(seen_at__lt=now - FORGOTTEN_AFTER).delete()
    return Worker.objects.create(
        name=secrets.token_hex(8),
        host=socket.gethostname()[:120],
        process=os.getpid(),
        version=__version__,
        started_at=now,
        seen_at=now,
    )


def show_life(worker: Worker, *, in_hand: Iterable[str], now: datetime) -> None:
    """Say that this process lives and keeps the duties in its hands."""
    worker.seen_at = now
    if not Worker.objects.filter(name=worker.name).update(seen_at=now):
        worker.save(force_insert=True)  # it was away for more than a day
    renew_duties(in_hand, worker_name=worker.name, now=now)


def leave_workers(worker: Worker) -> None:
    """Take the row of this process away and set its duties free."""
    release_duties(worker_name=worker.name)
    Worker.objects.filter(name=worker.name).delete()


def list_living(*, now: datetime) -> QuerySet[Worker]:
    """List the processes that were seen in the last minute, the oldest first."""
    return Worker.objects.filter(seen_at__gt=now - GONE_AFTER).order_by("started_at")
