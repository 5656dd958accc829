"""A shelf of objects on this machine that speaks as much S3 as a shelf of files needs."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Shelf(ThreadingHTTPServer):
    """Keeps what is put: `objects` by their whole path; `signed` tells who asked how."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.objects: dict[str, bytes] = {}
        self.signatures: list[str] = []

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.server_port}"


@contextmanager
def started_shelf() -> Iterator[Shelf]:
    """Give a running, empty shelf."""
    with Shelf() as shelf:
        thread = threading.Thread(target=shelf.serve_forever, daemon=True)
        thread.start()
        yield shelf
        shelf.shutdown()
        thread.join(5)


class _Request(BaseHTTPRequestHandler):
    server: Shelf
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            body = _join_chunks(body)
        self.server.signatures.append(self.headers.get("Authorization", "").split(",")[0])
        self.server.objects[self._path] = body
        self._say(200)

    def do_GET(self) -> None:
        found = self.server.objects.get(self._path)
        self._say(404 if found is None else 200, found or b"")

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_DELETE(self) -> None:
        self.server.objects.pop(self._path, None)
        self._say(204)

    @property
    def _path(self) -> str:
        return self.path.partition("?")[0]

    def _say(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", hashlib.md5(body, usedforsecurity=False).hexdigest())
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing on the terminal."""


def _join_chunks(body: bytes) -> bytes:
    """Put together what came as size;signature, data, size…"""
    parts = b""
    while body:
        head, _, body = body.partition(b"\r\n")
        size = int(head.split(b";")[0], 16)
        if size == 0:
            break
        parts, body = parts + body[:size], body[size + 2 :]
    return parts
