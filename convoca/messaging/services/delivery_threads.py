"""Delivery beside all other work of a process: each channel in threads of its own.

A server that stalls then holds back neither the other channel nor any other job.
"""

import logging
from collections.abc import Callable
from threading import Lock, Thread, current_thread

from django.conf import settings
from django.db import connection

from convoca.messaging.models import Message
from convoca.messaging.services.delivery import deliver_channel

logger = logging.getLogger(__name__)


SENDERS = 3
"""How many send mails side by side where the database takes several writers."""


def senders_for(name: Message.Channel) -> int:
    """Return how many senders of a channel one process has; each has one message in hand.

    SQLite has one writer, and one sender is as fast there as several. PostgreSQL answers over
    a line of its own, so that a lone sender waits half of its time: see tools/bench_mail.py.
    """
    return 1 if settings.IS_SQLITE or name != Message.Channel.EMAIL else SENDERS


class Post:
    """Lets one channel send, in as many threads as it has senders, until nothing is left.

    The threads are no daemons, whoever starts them: a process that was told to end waits for
    the messages in hand.
    """

    def __init__(
        self, name: Message.Channel, *, until: Callable[[], bool], senders: int | None = None
    ) -> None:
        self._name, self._until = name, until
        self._senders = senders or senders_for(name)
        self._lock = Lock()
        self._threads: set[Thread] = set()
        self._asked = 0

    def look(self) -> None:
        """Send what is due; who is at it already looks again afterwards."""
        with self._lock:
            self._asked += 1
            for _sender in range(self._senders - len(self._threads)):
                thread = Thread(target=self._work, name=f"deliver-{self._name}", daemon=False)
                self._threads.add(thread)
                thread.start()

    def wait(self) -> None:
        """Return when nobody sends any more."""
        for thread in list(self._threads):
            thread.join()

    def _work(self) -> None:
        seen = 0
        try:
            while seen := self._asked_since(seen):
                deliver_channel(name=self._name, until=self._until)
        except Exception:
            logger.exception("%s could not deliver", self._name)
            with self._lock:
                self._threads.discard(current_thread())
        finally:
            connection.close()

    def _asked_since(self, seen: int) -> int:
        """Return which time we were asked last; 0, and the thread is over, when that is known."""
        with self._lock:
            if self._asked > seen and not self._until():
                return self._asked
            self._threads.discard(current_thread())
            return 0
