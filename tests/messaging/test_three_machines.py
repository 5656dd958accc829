"""Three workers in two networks: one is killed and one cut off in the middle of a campaign.

The mail server's own log is joined with the database: nothing is lost, nothing is doubled, and
what nobody can know is *incierto*, at most one message for each worker that was hit.
"""

import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
from aiosmtpd.controller import Controller

from tests.support.mail_process import Faults, MailProcess, Postman
from tests.support.needs import leave_out
from tests.support.networks import NEAR, far_network, may_make_networks
from tests.support.redis import find_redis, started_redis
from tests.support.waiting import wait_until
from tools.postgres import find_programs, temporary_cluster

pytestmark = pytest.mark.soak

MANY = 1500
ANSWER_S = 0.02  # a mail server that is not in a hurry: the campaign lasts long enough to be hit
SOME = 30
CUT_S = 45  # longer than the half minute after which a connection is given up
SEED = """
import sys
import django
django.setup()
from django.utils import timezone
from convoca.foundation.models import Association
from convoca.messaging.services import Letter, Recipient, Text, queue_messages
letters = [
    Letter(f"k:{n}", "test:1", Recipient(f"p{n}@comuna.cl", "Ana"), Text("Sesión", "Hola.\\n"))
    for n in range(int(sys.argv[1]))
]
association = Association.objects.create(name="A", short_name="A", zone="America/Santiago")
queue_messages(association=association, purpose="test", letters=letters, now=timezone.now())
"""
NUDGE = """
import time, django
django.setup()
from convoca.foundation.queue import DELIVER, ring
for _n in range(60):
    ring(DELIVER)
    time.sleep(0.05)
"""
SENDERS = """
SELECT count(DISTINCT reserved_by) FROM messaging_message
WHERE state = 'leased' OR (state = 'queued' AND reserved_until > now())
"""
LIVING = "SELECT count(*) FROM foundation_worker WHERE seen_at > now() - interval '15 s'"
SETTLE = """
from datetime import timedelta
import django
django.setup()
from django.utils import timezone
from convoca.messaging.services import settle_lost_leases
settle_lost_leases(now=timezone.now() + timedelta(minutes=6))
"""


class House:
    """The services in our network, and workers in it and beyond."""

    def __init__(self, folder: Path, database: str, queue: str, mail: MailProcess) -> None:
        self.folder, self.database, self.mail = folder, database, mail
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "convoca.config.settings",
            "DATABASE_URL": database,
            "CONVOCA_QUEUE_URL": queue,
            "CONVOCA_EMAIL_URL": f"smtp://{NEAR}:{mail.port}?tls=none",
            "CONVOCA_SECRET_KEY": "x" * 50,
            "CONVOCA_WORKERS": "1",
        }
        self.workers: list[subprocess.Popen[bytes]] = []

    def run(self, *arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], env=self._own("here"), check=True)

    def start_worker(self, name: str, prefix: tuple[str, ...] = ()) -> "subprocess.Popen[bytes]":
        command = [*prefix, sys.executable, "-m", "convoca", "work"]
        with (self.folder / f"{name}.log").open("wb") as log:
            worker = subprocess.Popen(command, env=self._own(name), stderr=log)
        self.workers.append(worker)
        return worker

    def ask(self, question: str) -> list[tuple]:
        with psycopg.connect(self.database, autocommit=True) as database:
            return database.execute(question).fetchall()

    def states(self) -> dict[str, str]:
        return dict(self.ask("SELECT to_address, state FROM messaging_message"))

    def senders(self) -> int:
        return self.ask(SENDERS)[0][0]

    def _own(self, name: str) -> dict[str, str]:
        return self.environment | {"CONVOCA_DATA_DIR": str(self.folder / name)}


@contextmanager
def mail_server(log: Path) -> Iterator[MailProcess]:
    """A mail server at our end of the line, which writes down what it took."""
    log.touch()
    with socket.create_server((NEAR, 0)) as listener:
        port = listener.getsockname()[1]
    controller = Controller(Postman(log, seed=1), hostname=NEAR, port=port)
    controller.start()
    yield MailProcess(port, log)
    controller.stop()


@pytest.fixture
def far(request):
    if not may_make_networks():
        leave_out("Aquí no se pueden hacer redes propias: hace falta ser root.")
    with far_network() as far:
        yield far


@pytest.fixture
def house(tmp_path, far):
    redis = find_redis()
    if redis is None or find_programs() is None:
        leave_out("Faltan Redis o PostgreSQL en este equipo.")
    with ExitStack() as services:
        database = services.enter_context(temporary_cluster(NEAR))
        queue = services.enter_context(started_redis(redis, address=NEAR))
        mail = services.enter_context(mail_server(tmp_path / "taken"))
        house = House(tmp_path, database, queue, mail)
        yield house
        for worker in house.workers:
            worker.kill()
            worker.wait()


def test_campaign_survives_a_killed_worker_and_one_that_is_cut_off(house, far):
    house.run("-m", "convoca", "migrate", "--verbosity", "0")
    house.run("-c", SEED, str(MANY))
    house.mail.break_down(Faults(stall=1.0, stall_s=ANSWER_S))
    near = house.start_worker("near")
    killed = house.start_worker("killed", far.prefix)
    cut = house.start_worker("cut", far.prefix)
    wait_until(lambda: house.ask("SELECT count(*) FROM foundation_worker") == [(3,)], seconds=60)
    house.run("-c", NUDGE)
    wait_until(lambda: house.senders() == 3, seconds=60)

    killed.kill()
    time.sleep(2)
    far.cut()
    done_when_cut = sum(house.mail.taken().values())
    time.sleep(CUT_S)
    far.mend()

    wait_until(lambda: house.ask(LIVING) == [(2,)], seconds=60)
    assert SOME < done_when_cut < MANY
    wait_until(lambda: "queued" not in house.states().values(), seconds=240)
    for worker in (near, cut):
        worker.terminate()
    assert [near.wait(30), cut.wait(60)] == [0, 0]
    house.run("-c", SETTLE)
    judge(house)


def judge(house: House) -> None:
    """Join what the mail server took with what the database says."""
    states, taken = house.states(), house.mail.taken()
    uncertain = {address for address, state in states.items() if state == "uncertain"}
    assert Counter(states.values()) == {"sent": MANY - len(uncertain), "uncertain": len(uncertain)}
    assert len(uncertain) <= 2
    assert {address for address, times in taken.items() if times > 1} == set()
    assert set(states) - set(taken) <= uncertain
