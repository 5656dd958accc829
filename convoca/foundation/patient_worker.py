"""A worker of gunicorn that waits for whole requests without keeping a thread busy.

gunicorn's own threaded worker reads a request in one of its few threads: as many callers as
there are threads, each sending a letter a minute, and nobody else is served. Here the bytes
of all requests are gathered in the one loop that waits on every socket; a thread gets a
request when it is whole. Who is too slow is shown the door.
"""

import contextlib
import io
import re
import time
from concurrent.futures import Future
from functools import partial
from selectors import EVENT_READ
from socket import socket
from typing import Any

from gunicorn.http.unreader import Unreader  # type: ignore[import-untyped] # it has none
from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

PATIENCE_S = 10.0
"""How long a request may take to arrive; more where it keeps coming at SLOWEST_BYTES_S."""
SLOWEST_BYTES_S = 1000
LONGEST_HEAD = 65_536
LARGEST_BODY = 32_000_000
MOST_HELD = 128_000_000
"""How many bytes of unfinished requests one worker keeps."""
CHUNK = 65_536
LOOK_EVERY_S = 1.0
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,15})[ \t]*\r\n", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue", re.IGNORECASE)
END_OF_HEAD = b"\r\n\r\n"
GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"
REFUSAL = "HTTP/1.1 {} \r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
TOO_SLOW, NO_LENGTH, TOO_LARGE, TOO_LONG_HEAD, TOO_MUCH = 408, 411, 413, 431, 503


def whole_length(content: bytearray) -> int | None:
    """Return how many bytes the request is long that begins here; None while its head has no end.

    The head, to its empty line, and as much as its Content-Length says; a head that says
    nothing good is a request of its own, which the parser behind refuses.
    """
    end = content.find(END_OF_HEAD)
    if end < 0:
        return None
    length = LENGTH.search(content, 0, end + len(END_OF_HEAD))
    return end + len(END_OF_HEAD) + (int(length[1]) if length else 0)


class Arrival:
    """The bytes of one request, as far as they are here."""

    def __init__(self, content: bytes, *, now_s: float) -> None:
        self.content = bytearray(content)
        self.length: int | None = None
        self.began_s = now_s
        self.was_told_to_go_on = False

    def measure(self) -> int | None:
        """Return the length of the request, None while it is not known."""
        if self.length is None:
            self.length = whole_length(self.content)
        return self.length

    @property
    def is_whole(self) -> bool:
        """Say whether the request is here to its end."""
        length = self.measure()
        return length is not None and len(self.content) >= length

    def refusal(self) -> int | None:
        """Return the status that refuses it: too long, or of a length that it does not say.

        What comes in chunks has no length; nothing behind us could read it.
        """
        length = self.measure()
        if length is None:
            return TOO_LONG_HEAD if len(self.content) > LONGEST_HEAD else None
        if CHUNKED.search(self.content, 0, self.content.find(END_OF_HEAD) + 2):
            return NO_LENGTH
        return TOO_LARGE if length > LONGEST_HEAD + LARGEST_BODY else None

    def is_too_slow(self, now_s: float) -> bool:
        """Say whether it has taken longer than a poor line would."""
        return now_s - self.began_s > PATIENCE_S + len(self.content) / SLOWEST_BYTES_S

    def asks_to_go_on(self) -> bool:
        """Say, once, whether the caller waits for our word before it sends the body."""
        end = self.content.find(END_OF_HEAD)
        asks = end >= 0 and not self.was_told_to_go_on
        self.was_told_to_go_on |= asks
        return asks and EXPECTS.search(self.content, 0, end) is not None

    def split(self) -> tuple[bytes, bytes]:
        """Return the request, and what came behind it, which is the next one."""
        length = self.measure()
        return bytes(self.content[:length]), bytes(self.content[length:] if length else b"")


class ArrivedUnreader(Unreader):  # type: ignore[misc] # gunicorn has no types
    """Gives the parser what has arrived and nothing more: it never waits for a socket."""

    def __init__(self, request: bytes) -> None:
        super().__init__()
        self.arrived = io.BytesIO(request)

    def chunk(self, size_hint: int | None = None) -> bytes:
        """Return the next piece."""
        return self.arrived.read(size_hint or CHUNK)


class PatientWorker(ThreadWorker):  # type: ignore[misc] # gunicorn has no types
    """gunicorn's threaded worker, whose threads only get requests that are whole."""

    def __init__(self, *given: Any, **named: Any) -> None:  # gunicorn's own
        super().__init__(*given, **named)
        self.arriving: dict[TConn, Arrival] = {}
        self.behind: dict[TConn, bytes] = {}
        self.look_at_s = 0.0

    def enqueue_req(self, conn: TConn) -> None:
        """Begin to gather a request; called for a new connection, and for one that speaks again."""
        self.arriving[conn] = Arrival(self.behind.pop(conn, b""), now_s=time.monotonic())
        conn.sock.settimeout(0)
        self.poller.register(conn.sock, EVENT_READ, partial(self.gather, conn))
        self.gather(conn, conn.sock)

    def gather(self, conn: TConn, source: socket) -> None:
        """Take what is there of a request; hand it to a thread when it is whole."""
        arrival = self.arriving[conn]
        try:
            received = b"" if arrival.is_whole else source.recv(CHUNK)
        except BlockingIOError:
            return
        except OSError:
            self.drop(conn)
            return
        arrival.content += received
        refusal = arrival.refusal()
        if refusal is not None:
            self.drop(conn, refusal)
        elif arrival.is_whole:
            self.hand_over(conn, arrival)
        elif not received:
            self.drop(conn)
        elif sum(len(each.content) for each in self.arriving.values()) > MOST_HELD:
            self.drop(conn, TOO_MUCH)
        elif arrival.asks_to_go_on():
            self.say(conn, GO_ON)

    def hand_over(self, conn: TConn, arrival: Arrival) -> None:
        """Give a whole request to a thread, as if the socket had brought it at once."""
        self.forget(conn)
        request, behind = arrival.split()
        if behind:
            self.behind[conn] = behind
        conn.init()
        conn.parser.unreader = ArrivedUnreader(request)
        conn.data_ready = True
        super().enqueue_req(conn)

    def finish_request(self, conn: TConn, future: "Future[object]") -> None:
        """Wait for the next request; what came behind the last one is its beginning."""
        super().finish_request(conn, future)
        if conn in self.keepalived_conns and conn in self.behind:
            self.on_client_socket_readable(conn, conn.sock)
        elif conn not in self.keepalived_conns:
            self.behind.pop(conn, None)

    def murder_pending(self) -> None:
        """Show the door to who is too slow, now and then; the others keep coming."""
        super().murder_pending()
        now_s = time.monotonic()
        if now_s < self.look_at_s and self.alive:
            return
        self.look_at_s = now_s + LOOK_EVERY_S
        for conn, arrival in list(self.arriving.items()):
            if not arrival.content and not self.alive:
                self.drop(conn)
            elif arrival.is_too_slow(now_s):
                self.drop(conn, TOO_SLOW if arrival.content else None)

    def drop(self, conn: TConn, status: int | None = None) -> None:
        """Close a connection; with a status, say why."""
        if status is not None:
            self.say(conn, REFUSAL.format(status).encode())
        self.forget(conn)
        self.nr_conns -= 1
        conn.close()

    def forget(self, conn: TConn) -> None:
        """Gather no more from a connection."""
        del self.arriving[conn]
        self.poller.unregister(conn.sock)

    @staticmethod
    def say(conn: TConn, words: bytes) -> None:
        """Send a few words, if the other side takes them at once."""
        with contextlib.suppress(OSError):
            conn.sock.send(words)
