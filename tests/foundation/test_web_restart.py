"""The pages are restarted under load and nobody gets an error: systemd keeps the port; JOB-06."""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter

import pytest

from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow

AS_SYSTEMD = """
import os, sys
os.dup2(int(sys.argv[1]), 3)  # a socket is handed over as the third file, with whose it is
os.environ |= {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"}
os.execv(sys.executable, [sys.executable, "-m", "convoca", "web", "--workers", "1"])
"""
VISITORS = 4


class Pages:
    """`convoca web` on a port that outlives it."""

    def __init__(self, folder):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}/static/nada.css"
        self.environment = os.environ | {
            "CONVOCA_DATA_DIR": str(folder),
            "DATABASE_URL": f"sqlite:///{folder / 'convoca.sqlite3'}",
        }
        self.process = self.start()

    def start(self):
        number = self.listener.fileno()
        return subprocess.Popen(
            [sys.executable, "-c", AS_SYSTEMD, str(number)],
            env=self.environment,
            pass_fds=[number],
            stderr=subprocess.DEVNULL,
        )

    def visit(self):
        try:
            with urllib.request.urlopen(self.address, timeout=20) as answer:
                return answer.status
        except urllib.error.HTTPError as answer:
            return answer.code
        except OSError as error:
            return type(error).__name__


@pytest.fixture
def pages(tmp_path):
    pages = Pages(tmp_path)
    yield pages
    pages.process.terminate()
    pages.process.wait(30)
    pages.listener.close()


def test_visitors_wait_while_the_pages_are_restarted(pages):
    seen, leaving = Counter(), threading.Event()

    def come_again():
        while not leaving.is_set():
            seen[pages.visit()] += 1

    assert pages.visit() == 404
    visitors = [threading.Thread(target=come_again) for _number in range(VISITORS)]
    for visitor in visitors:
        visitor.start()
    time.sleep(0.5)

    pages.process.terminate()
    code = pages.process.wait(30)
    pages.process = pages.start()
    before = seen.total()
    wait_until(lambda: seen.total() >= before + 2 * VISITORS, seconds=30)
    leaving.set()
    for visitor in visitors:
        visitor.join(30)

    assert (code, set(seen)) == (0, {404})
