"""A throw-away Redis on a free port of this machine."""

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.waiting import wait_until


def find_redis() -> str | None:
    """Return the path of redis-server, if there is one."""
    return shutil.which("redis-server")


@contextmanager
def started_redis(path: str, *, port: int = 0, address: str = "127.0.0.1") -> Iterator[str]:
    """Give the address of a running, empty Redis and remove it afterwards; 0 is any free port.

    It listens on 127.0.0.1 and, where another is named, on that address of this machine too.
    """
    with socket.create_server(("127.0.0.1", port)) as listener:
        port = listener.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="convoca-redis-") as folder:
        places = sorted({"127.0.0.1", address})
        command = [path, "--port", str(port), "--bind", *places, "--dir", folder, "--save", ""]
        command += ["--protected-mode", "no"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            wait_until(lambda: _answers(port))
            yield f"redis://{address}:{port}/0"
        finally:
            process.terminate()
            process.wait(10)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
