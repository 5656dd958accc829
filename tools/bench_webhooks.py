"""The benchmark of the webhooks: signed events at a steady pace against the real server.

    python tools/bench_webhooks.py
    python tools/postgres.py run -- python tools/bench_webhooks.py

Each event has its moment; its latency counts from that moment, so that a server that falls
behind cannot hide it. Beside it, in the same run: the same calls to a bare view that reads
the body and says yes, under the same server with the same settings.
"""
# ruff: noqa: S105, S603 -- a secret of its own; runs our own programs

import argparse
import hashlib
import hmac
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from rich.console import Console
from rich.table import Table

SECRET = "for-the-benchmark"
CONNECTIONS = 100
AIM_P99_S = 3.0
TIMEOUT_S = 30
START_TIMEOUT_S = 30


@dataclass
class Outcome:
    """What a run saw: seconds from the moment of each event to its answer, and what went wrong."""

    latencies: list[float] = field(default_factory=list)
    refused: int = 0
    again: int = 0
    seconds: float = 0.0

    def share(self, part: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(int(len(ordered) * part), len(ordered) - 1)]


def zoom_call(number):
    """Return one signed event as the bytes that go over the line."""
    event = {
        "event": "meeting.participant_joined",
        "event_ts": int(time.time() * 1000),
        "payload": {
            "account_id": "AAAAAABBBB",
            "object": {
                "id": "1234567890",
                "uuid": "4444AAAiAAAAAiAiAiiAii==",
                "topic": "Sesión 1: Ñuñoa",
                "participant": {"user_name": f"Invitado {number}", "registrant_id": f"r{number}"},
            },
        },
    }
    body = json.dumps(event, ensure_ascii=False).encode()
    stamp = str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    head = (
        "POST /hooks/zoom HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nx-zm-request-timestamp: {stamp}\r\n"
        f"x-zm-signature: v0={digest}\r\n\r\n"
    )
    return head.encode() + body


class Line(threading.Thread):
    """One connection, kept alive, that sends its share of the calls at their moments."""

    def __init__(self, port, turns, outcome):
        super().__init__(daemon=True)
        self.port, self.turns, self.outcome = port, turns, outcome
        self.socket = None

    def run(self):
        for moment, call in self.turns:
            time.sleep(max(moment - time.perf_counter(), 0))
            status = self.ask(call)
            self.outcome.latencies.append(time.perf_counter() - moment)
            self.outcome.refused += status != HTTPStatus.OK
        if self.socket is not None:
            self.socket.close()

    def ask(self, call):
        """Send a call; again, on a fresh connection, where the old one was closed."""
        for _attempt in range(3):
            try:
                answer = self.exchange(call)
            except (OSError, http.client.HTTPException):
                self.outcome.again += 1
                self.socket = None
            else:
                return answer.status
        return 0

    def exchange(self, call):
        """Send a call and read its answer to the end."""
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), TIMEOUT_S)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(call)
        answer = http.client.HTTPResponse(self.socket)
        answer.begin()
        answer.read()
        if answer.will_close:
            self.socket.close()
            self.socket = None
        return answer


def send_all(port, calls, seconds):
    """Send the calls spread evenly over some seconds, 0 for as fast as they are answered."""
    outcome = Outcome()
    start = time.perf_counter() + 0.5
    pace = seconds / len(calls)
    turns = [(start + n * pace, call) for n, call in enumerate(calls)]
    lines = [Line(port, turns[n::CONNECTIONS], outcome) for n in range(CONNECTIONS)]
    for line in lines:
        line.start()
    for line in lines:
        line.join()
    outcome.seconds = time.perf_counter() - start
    return outcome


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def started(command, port):
    """Start a server in a session of its own and wait until it listens."""
    server = subprocess.Popen(command, start_new_session=True)
    until = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return server
    raise TimeoutError(command)


def resident_mb(server):
    """Return the memory that a server and its workers hold, in MB."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    pages = [
        int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in [server.pid, *children]
    ]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


def count_rows():
    """Return how many events the database holds, by asking a program of ours."""
    words = "from convoca.messaging.models import InboundEvent as e; print(e.objects.count())"
    command = [sys.executable, "-m", "convoca", "shell", "--no-imports", "-c", words]
    return int(
        subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1]
    )


def serve_hello(port):
    """Serve the bare view under our server's settings."""
    from convoca.foundation.management.commands.web import (  # noqa: PLC0415 -- needs settings
        THREADS,
        WORKERS,
        WebServer,
        server_values,
    )

    def hello(environ, start_response):
        environ["wsgi.input"].read()
        start_response("200 OK", [("Content-Length", "0"), ("Content-Type", "text/plain")])
        return [b""]

    class Hello(WebServer):
        def load(self):
            return hello

    Hello(server_values(f"127.0.0.1:{port}", WORKERS, THREADS)).run()


def measured(command, port, events, seconds):
    """Warm a server up, run once at the pace and once flat out; return both and its memory."""
    server = started(command, port)
    try:
        send_all(port, [zoom_call(n) for n in range(events // 5)], 0)
        before = resident_mb(server)
        paced = send_all(port, [zoom_call(10**6 + n) for n in range(events)], seconds)
        middle = resident_mb(server)
        flat_out = send_all(port, [zoom_call(2 * 10**6 + n) for n in range(events // 2)], 0)
        memory = (before, middle, resident_mb(server))
    finally:
        server.terminate()
        server.wait(30)
    return paced, flat_out, memory


def main():
    """Run both servers and print one table; fail where an event was lost or late."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--hello", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "CONVOCA_DATA_DIR": os.environ.get("CONVOCA_DATA_DIR", folder),
            "CONVOCA_SECRET_KEY": "for-tests-only",
            "CONVOCA_ZOOM_WEBHOOK_SECRET": SECRET,
        }
        if chosen.hello:
            serve_hello(chosen.hello)
            return
        convoca = [sys.executable, "-m", "convoca"]
        subprocess.run([*convoca, "migrate"], check=True, capture_output=True)
        port, hello_port = free_port(), free_port()
        hello = [sys.executable, __file__, "--hello", str(hello_port)]
        bare = measured(hello, hello_port, chosen.events, chosen.seconds)
        ours = measured([*convoca, "web", "--port", str(port)], port, chosen.events, chosen.seconds)
        sent = chosen.events // 5 + chosen.events + chosen.events // 2
        lost = sent - count_rows()
    Console(width=110).print(table_of({"vista vacía": bare, "Convoca": ours}, chosen))
    paced = ours[0]
    print(f"Enviados {sent}, perdidos {lost}, rechazados {paced.refused}.")  # noqa: T201
    sys.exit(bool(lost or paced.refused or paced.share(0.99) > AIM_P99_S))


def table_of(runs, chosen):
    title = f"{chosen.events} avisos firmados en {chosen.seconds:g} s"
    table = Table(title=f"{title}; meta: p99 bajo {AIM_P99_S:g} s, ninguno perdido")
    for name in ("servidor", "p50 ms", "p99 ms", "máximo ms", "duró s", "otra vez", "a todo dar /s",
                 "memoria MB"):  # fmt: skip
        table.add_column(name, justify="right")
    for name, (paced, flat_out, memory) in runs.items():
        table.add_row(
            name,
            *(f"{paced.share(part) * 1000:.0f}" for part in (0.5, 0.99, 1)),
            f"{paced.seconds:.1f}",
            str(paced.again + flat_out.again),
            f"{len(flat_out.latencies) / flat_out.seconds:.0f}",
            " > ".join(f"{each:.0f}" for each in memory),
        )
    return table


if __name__ == "__main__":
    main()
