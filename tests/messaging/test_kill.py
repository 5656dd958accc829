"""A worker that is killed in the middle of sending: nothing lost, nothing doubled."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.support.waiting import wait_until

pytestmark = pytest.mark.slow
PEOPLE = 345
KILLS = 4
FILL = """
from django.utils import timezone
from convoca.foundation.models import Association
from convoca.messaging.services import Recipient, Text, queue_message
house = Association.objects.create(name="A", short_name="A", zone="America/Santiago")
for n in range({people}):
    queue_message(association=house, key=f"k{{n}}", purpose="test", occasion="test",
        recipient=Recipient(f"d{{n}}@comuna.cl", f"D {{n}}"), text=Text("Hola", "Hola"),
        now=timezone.now())
"""


class House:
    """An installation of its own in a folder, worked by real processes."""

    def __init__(self, folder: Path, email_url: str) -> None:
        self.folder = folder
        self.environment = {
            **os.environ,
            "CONVOCA_DATA_DIR": str(folder),
            "CONVOCA_EMAIL_URL": email_url,
        }
        self.environment.pop("DATABASE_URL", None)

    def run(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "convoca", *arguments]
        ended = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=True
        )
        return ended.stdout

    def start_worker(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "convoca", "work"]
        return subprocess.Popen(command, env=self.environment, stderr=subprocess.DEVNULL)

    def end_leases(self) -> None:
        """Let the time of all claims be over."""
        with sqlite3.connect(self.folder / "convoca.sqlite3", timeout=20) as database:
            database.execute(
                "UPDATE messaging_message SET leased_until = '2020-01-01' WHERE state = 'leased'"
            )

    def counts(self) -> Counter[str]:
        return Counter(json.loads(self.run("messages", "--json"))["counts"])


def test_after_kills_each_message_was_sent_once_or_is_uncertain(tmp_path, smtp_server):
    house = House(tmp_path, smtp_server.url)
    house.run("migrate", "--verbosity", "0")
    house.run("shell", "--no-imports", "-c", FILL.format(people=PEOPLE))
    smtp_server.stall_s = 0.005

    for kill in range(KILLS):
        worker = house.start_worker()
        enough = (kill + 1) * PEOPLE // (KILLS + 2)
        wait_until(lambda enough=enough: len(smtp_server.deliveries) >= enough, seconds=60)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        house.end_leases()
    smtp_server.stall_s = 0
    worker = house.start_worker()
    wait_until(lambda: not house.counts()["queued"] + house.counts()["leased"], seconds=90)
    worker.send_signal(signal.SIGTERM)
    worker.wait(timeout=30)

    accepted = Counter(recipient for one in smtp_server.deliveries for recipient in one.recipients)
    counts = house.counts()
    assert set(counts) <= {"sent", "uncertain"}
    assert counts["sent"] + counts["uncertain"] == PEOPLE
    assert counts["uncertain"] <= KILLS
    assert max(accepted.values()) == 1
    assert counts["sent"] <= len(accepted) <= PEOPLE
