"""One process of background work: what is nudged, what comes round, and an orderly end."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import close_old_connections
from huey import Huey
from huey.consumer import Consumer

from convoca.foundation.duties import database_now, do_due_duties, enlist_duties
from convoca.foundation.models import Worker
from convoca.foundation.stopping import ask_to_stop, is_stopping, rest
from convoca.foundation.workers import SEEN_EVERY_S, join_workers, leave_workers, show_life

logger = logging.getLogger(__name__)
LOOK_AT_LEAST_EVERY_S = 1.0
LOOK_FOR_DUTIES_EVERY_S = 5.0
DUTY_THREADS = 2
COMPLAINT, COMPLAIN_EVERY_S = "Error reading", 30.0
HUEY_LOGGERS = ("huey.consumer.Worker", "huey.consumer.Scheduler")


class Seldom(logging.Filter):
    """Lets the same complaint about the queue through twice a minute at most, in one line.

    While Redis is away huey writes forty lines a second; nothing is lost meanwhile.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._said_s: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether a record is written; of what failed only its name."""
        if record.exc_info is None or not record.msg.startswith(COMPLAINT):
            return True
        now_s = self._clock()
        if now_s - self._said_s.get(record.msg, float("-inf")) < COMPLAIN_EVERY_S:
            return False
        self._said_s[record.msg] = now_s
        kind = record.exc_info[0]
        record.msg = f"{record.getMessage()} ({kind.__name__ if kind else ''})"
        record.args, record.exc_info, record.exc_text = (), None, None
        return True


class DrainingConsumer(Consumer):  # type: ignore[misc] # huey carries no types
    """Huey's consumer, which lets long work know that it is to end."""

    def stop(self, graceful: bool = False) -> None:  # noqa: FBT001, FBT002 -- huey's own
        """Tell everybody in this process, then do as huey does."""
        ask_to_stop()
        super().stop(graceful=graceful)


@dataclass
class Work:
    """The work of this process: `threads` answer nudges, some more do what comes round.

    TERM ends it: nothing new is begun, what is in hand has `drain_s` to end, and what did not
    end is free for the next worker.
    """

    queue: Huey
    threads: int
    drain_s: float
    in_hand: set[str] = field(default_factory=set)

    def run(self) -> None:
        """Work until told to stop."""
        now = database_now()
        me = join_workers(now=now)
        enlist_duties(now=now)
        close_old_connections()
        acts = [lambda: self._show_life(me)] + [lambda: self._do_duties(me)] * DUTY_THREADS
        pauses = [SEEN_EVERY_S] + [LOOK_FOR_DUTIES_EVERY_S] * DUTY_THREADS
        helpers = [
            threading.Thread(target=_repeat, args=pair, daemon=True)
            for pair in zip(acts, pauses, strict=True)
        ]
        for helper in helpers:
            helper.start()
        self._answer_nudges()
        until_s = time.monotonic() + self.drain_s
        for helper in helpers:
            helper.join(max(until_s - time.monotonic(), 0))
        leave_workers(me)

    def _answer_nudges(self) -> None:
        for name in HUEY_LOGGERS:
            logging.getLogger(name).addFilter(Seldom())
        DrainingConsumer(
            self.queue,
            workers=self.threads,
            periodic=False,
            max_delay=LOOK_AT_LEAST_EVERY_S,
            graceful_signal="TERM",
            shutdown_timeout=self.drain_s,
        ).run()

    def _show_life(self, me: Worker) -> None:
        show_life(me, in_hand=list(self.in_hand), now=database_now())

    def _do_duties(self, me: Worker) -> None:
        do_due_duties(worker_name=me.name, in_hand=self.in_hand, until=is_stopping)


def _repeat(act: Callable[[], object], pause_s: float) -> None:
    """Do something again and again until this process is told to stop, whatever fails."""
    while not is_stopping():
        close_old_connections()
        try:
            act()
        except Exception:  # a door: the database may be away for a while
            logger.exception("the worker goes on")
        finally:
            close_old_connections()
        rest(pause_s)
