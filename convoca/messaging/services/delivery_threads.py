"""Delivery beside all other work of a process: each channel in a thread of its own.

A server that stalls then holds back neither the other channel nor any other job.
"""

import logging
from collections.abc import Callable
from threading import Lock, Thread

from django.db import connection

from convoca.messaging.models import Message
from convoca.messaging.services.delivery import deliver_channel

logger = logging.getLogger(__name__)


class Post:
    """Lets one channel send, in one thread at a time, until it has nothing to send.

    The thread is no daemon, whoever starts it: a process that was told to end waits for the
    message in hand.
    """

    def __init__(self, name: Message.Channel, *, until: Callable[[], bool]) -> None:
        self._name, self._until = name, until
        self._lock = Lock()
        self._thread: Thread | None = None
        self._look_again = False

    def look(self) -> None:
        """Send what is due; where that is being done already, look again afterwards."""
        with self._lock:
            self._look_again = True
            if self._thread is None:
                self._thread = Thread(target=self._work, name=f"deliver-{self._name}", daemon=False)
                self._thread.start()

    def _work(self) -> None:
        try:
            while self._is_asked():
                deliver_channel(name=self._name, until=self._until)
        except Exception:
            logger.exception("%s could not deliver", self._name)
            with self._lock:
                self._thread = None
        finally:
            connection.close()

    def _is_asked(self) -> bool:
        with self._lock:
            asked, self._look_again = self._look_again and not self._until(), False
            if not asked:
                self._thread = None
            return asked
