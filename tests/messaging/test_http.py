"""One HTTP connection to a provider: what is certain when it fails, and what is not."""

import gzip
import socket
import threading
import time

import pytest

from convoca.messaging.channels import http
from convoca.messaging.channels.http import HttpClient, NoAnswerError, NotSentError
from tests.fakes.whatsapp import TOKEN

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: "


@pytest.fixture
def raw_server():
    """Starts servers that answer to one request with given pieces, a moment apart."""
    listeners = []

    def start(*pieces: bytes, apart_s: float = 0.0) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def serve() -> None:
            try:
                connection, _address = listener.accept()
                with connection:
                    connection.recv(65_536)
                    for piece in pieces:
                        connection.sendall(piece)
                        time.sleep(apart_s)
            except OSError:  # whoever asked has left
                pass

        threading.Thread(target=serve, daemon=True).start()
        return f"127.0.0.1:{listener.getsockname()[1]}"

    yield start
    for listener in listeners:
        listener.close()


def test_an_answer_comes_with_its_status_small_headers_and_content(raw_server):
    place = raw_server(b"HTTP/1.1 429 Slow\r\nRetry-After: 7\r\nContent-Length: 2\r\n\r\n{}")

    answer = HttpClient("k").post(f"http://{place}/", {})

    assert (answer.status, answer.headers["retry-after"], answer.content) == (429, "7", b"{}")


def test_an_answer_that_is_squeezed_or_in_chunks_is_read_whole(raw_server):
    squeezed = gzip.compress(b'{"a": 1}')
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunks = [b"%x\r\n%s\r\n" % (len(part), part) for part in (squeezed[:9], squeezed[9:])]
    place = raw_server(head, *chunks, b"0\r\n\r\n", apart_s=0.05)

    assert HttpClient("k").post(f"http://{place}/", {}).content == b'{"a": 1}'


def test_a_redirection_is_an_answer_and_our_key_goes_nowhere_else(raw_server):
    place = raw_server(
        b"HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"
    )

    assert HttpClient("k").post(f"http://{place}/", {}).status == 307


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:9/", "http://no-existe.invalid/", "https://{place}/", "http://[::/"],
)
def test_without_a_line_the_request_was_certainly_not_sent(raw_server, url):
    """Nobody listens, no such name, no safe line, no address."""
    place = raw_server(b"HTTP/1.1 400 Bad\r\n\r\n")

    with pytest.raises(NotSentError):
        HttpClient("k", connect_timeout_s=2).post(url.format(place=place), {})


@pytest.mark.parametrize(
    "pieces",
    [(), (b"nonsense\r\n\r\n",), (HEAD + b"10\r\n\r\n", b"{")],
)
def test_a_line_that_ends_too_early_leaves_it_open(raw_server, pieces):
    place = raw_server(*pieces)

    with pytest.raises(NoAnswerError):
        HttpClient("k").post(f"http://{place}/", {})


def test_an_answer_in_drops_does_not_hold_us_for_ever(raw_server):
    """PRV-02: each drop comes in time, the whole never would."""
    place = raw_server(HEAD + b"900\r\n\r\n", *[b"x"] * 40, apart_s=0.1)
    began = time.monotonic()

    with pytest.raises(NoAnswerError):
        HttpClient("k", read_timeout_s=0.3).post(f"http://{place}/", {})

    assert time.monotonic() - began < 2


def test_an_answer_without_an_end_is_left(raw_server, monkeypatch):
    monkeypatch.setattr(http, "MOST_BYTES", 100)
    place = raw_server(HEAD + b"5000\r\n\r\n" + b"x" * 5000)

    with pytest.raises(NoAnswerError):
        HttpClient("k").post(f"http://{place}/", {})


def test_no_netrc_takes_the_place_of_our_key(whatsapp_server, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login ana password otra\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))

    HttpClient(TOKEN).post(f"{whatsapp_server.url}/v23.0/1/messages", {})

    assert whatsapp_server.requests[0][1]["Authorization"] == f"Bearer {TOKEN}"


def test_a_connection_idle_for_long_is_left_and_another_opened(whatsapp_server, monkeypatch):
    client = HttpClient(TOKEN)
    url = f"{whatsapp_server.url}/v23.0/1/messages"

    client.post(url, {})
    client.post(url, {})
    monkeypatch.setattr(http, "IDLE_S", -1.0)
    client.post(url, {})
    client.close()

    assert whatsapp_server.connections == 2
