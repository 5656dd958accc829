"""WHK-12: a worker that is killed between storing and applying; each event is applied once."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.waiting import wait_until

EVENTS_A_KILL = 60
STORE = """
from django.utils import timezone
from convoca.messaging.models import InboundEvent
from convoca.messaging.services.inbox import store_event
for n in range({count}):
    store_event(source=InboundEvent.Source.ZOOM, content=b"%d" % n, now=timezone.now())
"""
WORK = """
import time
from datetime import timedelta
from django.utils import timezone
from convoca.foundation.models import Association
from convoca.messaging.models import InboundEvent
from convoca.messaging.services.applying import apply_due
from convoca.messaging.services.inbox import applies

@applies(InboundEvent.Source.ZOOM)
def apply(content, *, received_at):
    Association.objects.create(name=content.decode(), short_name="", zone="UTC")
    time.sleep(0.003)
    return True

ahead = timedelta(minutes=3 * {life})  # the leases of the lives before have ended
apply_due(clock=lambda: timezone.now() + ahead)
"""


class Place:
    """An installation of its own in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {**os.environ, "CONVOCA_DATA_DIR": str(folder)}
        self.environment.pop("DATABASE_URL", None)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "convoca", *arguments]
        return subprocess.Popen(command, env=self.environment, stderr=subprocess.DEVNULL)

    def shell(self, words: str) -> subprocess.Popen[bytes]:
        return self.start("shell", "--no-imports", "-c", words)

    def ask(self, words: str) -> list[tuple]:
        with closing(sqlite3.connect(self.folder / "convoca.sqlite3", timeout=20)) as database:
            return database.execute(words).fetchall()

    def count_applied(self) -> int:
        return self.ask("SELECT count(*) FROM foundation_association")[0][0]


@pytest.mark.parametrize(
    "kills", [pytest.param(3, marks=pytest.mark.soak), pytest.param(100, marks=pytest.mark.soak)]
)
def test_each_event_is_applied_once_however_often_its_worker_is_killed(tmp_path, kills):
    place = Place(tmp_path)
    count = EVENTS_A_KILL * (kills + 1)
    assert place.start("migrate", "--verbosity", "0").wait() == 0

    for life in range(kills):
        before = place.count_applied()
        first = "" if life else STORE.format(count=count)
        worker = place.shell(first + WORK.format(life=life))
        wait_until(lambda before=before: place.count_applied() > before, seconds=60)
        time.sleep(random.uniform(0, 0.1))
        os.kill(worker.pid, signal.SIGKILL)
        assert worker.wait() == -signal.SIGKILL
    assert place.shell(WORK.format(life=kills)).wait() == 0

    applied = sorted(int(name) for (name,) in place.ask("SELECT name FROM foundation_association"))
    assert applied == list(range(count))
    assert place.ask("SELECT DISTINCT state FROM messaging_inboundevent") == [("applied",)]
