"""A process of background work: what it writes while the queue is away, and its signs of life."""

import logging
import os
import signal

import pytest
from huey import MemoryHuey

from convoca.foundation import stopping
from convoca.foundation.models import Worker
from convoca.foundation.processes import STOP_SIGNALS
from convoca.foundation.working import Seldom, Work
from tests.support.at_once import shared_database


def complaint(text="Error reading from queue"):
    failed = (ConnectionError, ConnectionError(), None)
    return logging.LogRecord("huey.consumer.Worker", logging.ERROR, "", 1, text, (), failed)


def test_complaint_about_the_queue_is_written_in_one_line_twice_a_minute():
    now = [0.0]
    seldom = Seldom(clock=lambda: now[0])
    first = complaint()

    passed = [seldom.filter(first), seldom.filter(complaint())]
    now[0] = 30.0
    passed.append(seldom.filter(complaint()))

    assert passed == [True, False, True]
    assert logging.Formatter().format(first) == "Error reading from queue (ConnectionError)"


def test_fault_of_a_job_keeps_its_traceback_each_time():
    seldom, fault = Seldom(), complaint("Unhandled error during execution of task %s.")

    assert [seldom.filter(fault), seldom.filter(fault)] == [True, True]
    assert fault.exc_info is not None


@pytest.fixture
def as_a_process():
    """Let this process be told to stop, and forget it afterwards."""
    heard = {number: signal.getsignal(number) for number in STOP_SIGNALS}
    yield
    for number, handler in heard.items():
        signal.signal(number, handler)
    stopping._told.clear()


@pytest.mark.django_db(transaction=True)
def test_work_answers_nudges_shows_life_and_leaves_when_told_to_stop(as_a_process, tmp_path):
    queue, living = MemoryHuey("test", results=False), []

    @queue.task()
    def look():
        living.extend(Worker.objects.values_list("process", flat=True))
        os.kill(os.getpid(), signal.SIGTERM)

    with shared_database(tmp_path):
        look()
        Work(queue, threads=1, drain_s=5).run()
        left = Worker.objects.count()

    assert (living, left, stopping.is_stopping()) == ([os.getpid()], 0, True)
