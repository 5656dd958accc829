"""What comes round by the clock, once for all machines.

Huey's own periodic tasks come once for each process that works, so they are not used: a row
says when each duty is due, whoever writes its name into the row does it, and a lease that
nobody renews sets it free again. No queue takes part: duties are done while Redis is away.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from convoca.foundation.models import Duty
from convoca.foundation.rhythm import Rhythm

logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
LONGEST_LEASE = timedelta(hours=1)
AFTER_AN_ERROR = timedelta(minutes=5)
MOST_DOUBLINGS = 6

Act = Callable[[], object]


@dataclass(frozen=True)
class Registered:
    """What is done, and when it comes round."""

    rhythm: Rhythm
    act: Act


_registered: dict[str, Registered] = {}


def every(
    *,
    days: int = 0,
    hours: int = 0,
    minutes: int = 0,
    seconds: int = 0,
    at: timedelta = timedelta(),
) -> Callable[[Act], Act]:
    """Register what is done every so often; it must be safe to do twice.

    `at` is how long after the period begins; periods are counted from midnight UTC.
    """
    period = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)

    def register(act: Act) -> Act:
        name = f"{act.__module__}.{act.__name__}".removeprefix("convoca.")
        _registered[name] = Registered(Rhythm(period, at), act)
        return act

    return register


def registered_duties() -> dict[str, Registered]:
    """Return what comes round, by name."""
    return dict(_registered)


def database_now() -> datetime:
    """Return the moment by the clock of the database, on which all machines agree."""
    if connection.vendor == "sqlite":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def enlist_duties(*, now: datetime) -> None:
    """Give each registered duty its row, the first time due at the next round; drop the others."""
    Duty.objects.exclude(name__in=_registered).delete()
    Duty.objects.bulk_create(
        [Duty(name=name, due_at=each.rhythm.next_after(now)) for name, each in _registered.items()],
        ignore_conflicts=True,
    )


def claim_duty(duty: Duty, *, worker_name: str, now: datetime) -> bool:
    """Write the worker's name into the row unless another one was faster; say whether it is in.

    The lease doubles each time that a worker died over it, up to an hour: a duty that kills
    whoever does it comes back ever more rarely, and the others are done in between.
    """
    rhythm = _registered[duty.name].rhythm
    lease = min(LEASE * 2 ** min(duty.attempts, MOST_DOUBLINGS), LONGEST_LEASE)
    free = Q(leased_until=None) | Q(leased_until__lte=now) | Q(leased_until__gt=now + LONGEST_LEASE)
    due = Q(due_at__lte=now) | Q(due_at__gt=now + 2 * rhythm.period)
    taken = Duty.objects.filter(free, due, name=duty.name, attempts=duty.attempts).update(
        worker_name=worker_name, leased_until=now + lease, attempts=duty.attempts + 1
    )
    return taken == 1


def renew_duties(names: Iterable[str], *, worker_name: str, now: datetime) -> None:
    """Keep what a living worker has in hand; never shorten a lease."""
    held = Duty.objects.filter(name__in=list(names), worker_name=worker_name)
    held.filter(leased_until__lt=now + LEASE).update(leased_until=now + LEASE)


def release_duties(*, worker_name: str) -> None:
    """Set free what a worker that stops in order did not end: it is due at once."""
    Duty.objects.filter(worker_name=worker_name).update(worker_name="", leased_until=None)


def do_due_duties(
    *,
    worker_name: str,
    in_hand: set[str],
    clock: Callable[[], datetime] = database_now,
    until: Callable[[], bool] = lambda: False,
) -> list[str]:
    """Do what is due and free, the longest due first; return the names of what was done.

    `in_hand` holds the name of each duty while it is being done; `until` ends the round.
    """
    done = []
    for duty in Duty.objects.filter(name__in=_registered).order_by("due_at", "pk"):
        if until():
            break
        now = clock()
        if not _registered[duty.name].rhythm.is_due(duty.due_at, now):
            continue
        in_hand.add(duty.name)
        try:
            if claim_duty(duty, worker_name=worker_name, now=now):
                _do(duty.name, worker_name=worker_name, clock=clock)
                done.append(duty.name)
        finally:
            in_hand.discard(duty.name)
    return done


def _do(name: str, *, worker_name: str, clock: Callable[[], datetime]) -> None:
    error = ""
    try:
        _registered[name].act()
    except Exception as caught:  # a door: what one duty cannot do must not stop the others
        logger.exception("duty %s failed", name)
        error = type(caught).__name__
    now = clock()
    due_at = _registered[name].rhythm.next_after(now)
    if error:
        due_at = min(due_at, now + AFTER_AN_ERROR)
    Duty.objects.filter(name=name, worker_name=worker_name).update(
        worker_name="", leased_until=None, attempts=0, due_at=due_at, ended_at=now, error=error
    )
