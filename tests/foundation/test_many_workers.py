"""Three processes that work on one database: what comes round is done once, whoever dies."""

import signal

import pytest

from convoca.foundation.models import Duty, Worker
from tests.support.at_once import shared_database
from tests.support.waiting import wait_until
from tests.support.workers import start_python

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parallel,
    pytest.mark.django_db(transaction=True),
]

WORKER = """
import os, sys, time
from datetime import timedelta
import django
django.setup()
from convoca.foundation import duties, working
from convoca.foundation.queue import huey
duties.LEASE = timedelta(seconds=2)
working.SEEN_EVERY_S, working.LOOK_FOR_DUTIES_EVERY_S = 0.3, 0.1

def note(word):
    with open(sys.argv[1], "a") as notes:
        notes.write(f"{word} {os.getpid()}\\n")

@duties.every(seconds=1)
def fast():
    note("fast")

@duties.every(seconds=3)
def long():
    note("long")
    time.sleep(2.5)
    note("end")

working.Work(huey, threads=1, drain_s=5).run()
"""
SECONDS = 4


class Crew:
    """Three workers, and what their duties noted: (word, process id)."""

    def __init__(self, folder, queue_url):
        self.notes_path = folder / "notes"
        settings = {"CONVOCA_QUEUE_URL": queue_url, "CONVOCA_DATA_DIR": str(folder)}
        self.processes = {}
        for _number in range(3):
            process = start_python(WORKER, str(self.notes_path), **settings)
            self.processes[process.pid] = process

    def notes(self, word):
        lines = self.notes_path.read_text().splitlines() if self.notes_path.exists() else []
        return [int(line.split()[1]) for line in lines if line.startswith(f"{word} ")]

    def stop(self):
        for process in self.processes.values():
            process.terminate()
        return [process.wait(20) for process in self.processes.values()]


@pytest.fixture
def crew(tmp_path, redis_url):
    with shared_database(tmp_path):
        crew = Crew(tmp_path, redis_url)
        wait_until(lambda: Worker.objects.count() == 3)
        yield crew
        for process in crew.processes.values():
            process.kill()
            process.communicate()


def test_duty_is_done_once_a_period_by_three_workers(crew):
    before = len(crew.notes("fast"))
    started_at = Duty.objects.get(name="__main__.fast").due_at

    wait_until(lambda: len(crew.notes("fast")) >= before + SECONDS)

    passed_s = (Duty.objects.get(name="__main__.fast").due_at - started_at).total_seconds()
    assert abs(len(crew.notes("fast")) - before - passed_s) <= 1
    assert crew.stop() == [0, 0, 0]
    assert (Worker.objects.count(), Duty.objects.exclude(leased_until=None).count()) == (0, 0)


def test_duty_of_a_killed_worker_is_done_by_another_one(crew):
    wait_until(lambda: len(crew.notes("long")) > len(crew.notes("end")))
    held_by = crew.notes("long")[-1]

    crew.processes[held_by].send_signal(signal.SIGKILL)

    wait_until(lambda: crew.notes("long")[-1] != held_by and len(crew.notes("end")) >= 1)
    assert crew.notes("end")[-1] == crew.notes("long")[-1]
