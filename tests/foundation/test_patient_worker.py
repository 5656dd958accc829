"""The web server: who is slow keeps nobody waiting, and what arrives in pieces arrives whole."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

import pytest

from convoca.foundation.patient_worker import (
    LARGEST_BODY,
    LONGEST_HEAD,
    Arrival,
    whole_length,
)
from tests.support.waiting import wait_until

SERVER = """
import sys, time
from convoca.foundation import patient_worker
from convoca.foundation.management.commands.web import WebServer, server_values
patient_worker.PATIENCE_S = float(sys.argv[2])

def echo(environ, start_response):
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]

class Echo(WebServer):
    def load(self):
        return echo

Echo(server_values("127.0.0.1:" + sys.argv[1], 2, 4)).run()
"""
CALLERS = 200
PATIENCE_S = 3.0


@pytest.fixture(scope="module")
def port(tmp_path_factory) -> Iterator[int]:
    """The port of a server with our values, that gives every body back."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "convoca.config.settings"}
    environment["CONVOCA_DATA_DIR"] = str(tmp_path_factory.mktemp("web"))
    command = [sys.executable, "-c", SERVER, str(port), str(PATIENCE_S)]
    server = subprocess.Popen(command, env=environment)
    wait_until(lambda: answers(port))
    yield port
    server.send_signal(signal.SIGTERM)
    assert server.wait(20) == 0


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def call(port: int, *pieces: bytes, pause_s: float = 0.02) -> bytes:
    """Send pieces one after the other on one connection; return all that comes back."""
    with socket.create_connection(("127.0.0.1", port), 20) as line:
        for piece in pieces:
            line.sendall(piece)
            time.sleep(pause_s)
        return read_all(line)


def read_all(line: socket.socket) -> bytes:
    parts = []
    while part := line.recv(65_536):
        parts.append(part)
    return b"".join(parts)


def body_of(answer: bytes) -> bytes:
    return answer.rpartition(b"\r\n\r\n")[2]


def post(body: bytes, *more: bytes) -> bytes:
    heads = [b"POST / HTTP/1.1", b"Host: x", b"Content-Length: %d" % len(body), *more]
    return b"\r\n".join(heads) + b"\r\n\r\n" + body


CLOSE = b"Connection: close"


@pytest.mark.parametrize(
    ("content", "length"),
    [
        (b"", None),
        (b"GET / HTTP/1.1\r\nHost: x\r\n", None),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", 27),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET", 27),
        (b"POST / HTTP/1.1\r\ncontent-LENGTH:  3 \r\n\r\n", 43),
        (b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n", 38),
    ],
)
def test_whole_length_is_the_head_and_what_it_announces(content, length):
    assert whole_length(bytearray(content)) == length


def test_an_arrival_is_too_slow_after_its_patience_unless_it_keeps_coming():
    little, much = Arrival(b"x", now_s=100), Arrival(b"x" * 60_000, now_s=100)

    assert [each.is_too_slow(at) for each in (little, much) for at in (109, 111, 171)] == [
        False, True, True, False, False, True,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % LARGEST_BODY, None),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
        (b"x" * LONGEST_HEAD, None),
        (b"x" * LONGEST_HEAD + b"x", 431),
    ],
)
def test_an_arrival_is_refused_by_what_it_announces_or_by_what_came(content, status):
    assert Arrival(content, now_s=0).refusal() == status


def test_a_request_in_pieces_arrives_whole(port):
    request = post("Sesión".encode() * 1000, CLOSE)

    answer = call(port, request[:10], request[10:70], request[70:200], request[200:])

    assert body_of(answer) == "Sesión".encode() * 1000


def test_a_large_body_arrives_whole(port):
    body = os.urandom(10_000_000)

    assert body_of(call(port, post(body, CLOSE))) == body


def test_requests_one_behind_the_other_are_all_answered(port):
    answer = call(port, post(b"one") + post(b"two") + b"POST", post(b"three", CLOSE)[4:])

    bodies = [part.rpartition(b"\r\n\r\n")[2] for part in answer.split(b"HTTP/1.1 200 OK")[1:]]
    assert bodies == [b"one", b"two", b"three"]


def test_who_waits_for_our_word_before_the_body_gets_it(port):
    head, body = post(b"later", CLOSE, b"Expect: 100-continue").split(b"later")[0], b"later"

    with socket.create_connection(("127.0.0.1", port), 20) as line:
        line.sendall(head)
        word = line.recv(100)
        line.sendall(body)
        answer = read_all(line)

    assert word == b"HTTP/1.1 100 Continue\r\n\r\n"
    assert body_of(answer) == b"later"


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n", b"413"),
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"a: b\r\n" * 20_000, b"431"),
    ],
)
def test_what_is_too_large_or_nonsense_is_refused_at_once(port, request_, status):
    began = time.monotonic()

    answer = call(port, request_)

    assert answer.split(b" ")[1] == status
    assert time.monotonic() - began < PATIENCE_S


@pytest.mark.slow
@pytest.mark.parametrize(
    "begun",
    [b"", b"GET / HTTP/1.1\r\nHost: x\r\n", b"POST / HTTP/1.1\r\nContent-Length: 9000\r\n\r\nx"],
    ids=["silent", "slow head", "slow body"],
)
def test_two_hundred_slow_callers_keep_nobody_waiting_and_are_shown_the_door(port, begun):
    """WHK-09: half-open connections, slow heads, slow bodies."""
    slow = [socket.create_connection(("127.0.0.1", port), 20) for _caller in range(CALLERS)]
    for line in slow:
        line.sendall(begun)
    waits = []

    for _other in range(40):
        asked = time.monotonic()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as answer:
            assert answer.status == 200
        waits.append(time.monotonic() - asked)
    ends = [read_all(line) for line in slow]
    for line in slow:
        line.close()

    assert sorted(waits)[37] < 1.0
    assert {end.split(b"\r\n")[0].strip() for end in ends} == {b"HTTP/1.1 408" if begun else b""}
