"""The inbox: what other systems tell us, stored as it came; `applying` does the rest.

Rooms register in their `jobs.py` what they do with the events of a source:

    applies(InboundEvent.Source.WHATSAPP)(apply_whatsapp)

All that are registered for a source hear of each of its events.
"""

import hashlib
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Protocol, TypeVar

from django.db import connection, transaction
from django.db.models import F

from convoca.foundation.queue import answer_nudge
from convoca.messaging.models import InboundEvent, RefusalCount

APPLY = "apply_events"
NUDGE_EVERY_S = 1.0
STORE = f"""
    INSERT INTO {InboundEvent._meta.db_table}
        (source, digest, content, state, received_at, next_try_at, attempts, error)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT DO NOTHING
"""  # noqa: S608 -- the name of our own table


class Applier(Protocol):
    """What a room does with an event; called inside a transaction, perhaps more than once.

    `received_at` is when the event reached us, which may be long ago. Returns whether it was
    of any use here. What it raises is logged, undoes all, and the event is tried again later.
    """

    def __call__(self, content: bytes, *, received_at: datetime) -> bool:
        """Make of the event what there is to make."""


EachApplier = TypeVar("EachApplier", bound=Applier)
_appliers: dict[str, list[Applier]] = {}


def applies(source: InboundEvent.Source) -> Callable[[EachApplier], EachApplier]:
    """Register what is done with the events of a source; the same twice is once."""

    def register(applier: EachApplier) -> EachApplier:
        known = _appliers.setdefault(source, [])
        if applier not in known:
            known.append(applier)
        return applier

    return register


def appliers_of(source: str) -> Sequence[Applier]:
    """Return what is registered for a source, in the order of registration."""
    return tuple(_appliers.get(source, ()))


def store_event(
    *, source: InboundEvent.Source, content: bytes, now: datetime, held_because: str = ""
) -> bool:
    """Keep an event as it came; say whether it is new: the same bytes again are the same event.

    With `held_because`, a sentence for the staff, it waits in quarantine for a person. One
    statement, written by hand: at a thousand calls a second the model was half of the work.
    """
    moment = connection.ops.adapt_datetimefield_value(now)
    state = InboundEvent.State.UNKNOWN if held_because else InboundEvent.State.WAITING
    digest = hashlib.sha256(content).hexdigest()
    row = [source.value, digest, content, state.value, moment, moment, 0, held_because]
    with connection.cursor() as cursor:
        cursor.execute(STORE, row)
        return bool(cursor.rowcount)


@transaction.atomic
def count_refusal(*, source: InboundEvent.Source, today: date) -> None:
    """Count a call whose signature was wrong; nothing else of it is kept."""
    none_yet = RefusalCount(source=source, on=today, count=0)
    RefusalCount.objects.bulk_create([none_yet], ignore_conflicts=True)
    RefusalCount.objects.filter(source=source, on=today).update(count=F("count") + 1)


class Nudges:
    """Asks the worker to look, at most once in a while, so that a burst is one nudge.

    The worker looks when that while is over; whatever came in it is then in the database.
    """

    def __init__(self, every_s: float = NUDGE_EVERY_S) -> None:
        self.every_s = every_s
        self._lock = threading.Lock()
        self._asked_until = 0.0

    def ask(self, clock: Callable[[], float] = time.monotonic) -> bool:
        """Nudge unless a nudge is on its way; say whether it did. Call it after the commit."""
        with self._lock:
            now = clock()
            if now < self._asked_until:
                return False
            self._asked_until = now + self.every_s
        answer_nudge.schedule(args=(APPLY,), delay=self.every_s)
        return True


_nudges = Nudges()


def nudge_inbox() -> None:
    """Ask the worker, once what was stored is in the database, to apply what waits."""
    transaction.on_commit(_nudges.ask, robust=True)
