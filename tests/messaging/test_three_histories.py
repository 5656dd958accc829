"""Nothing lost, nothing doubled, whatever dies: PRV-01, PRV-02, PRV-04, PRV-13, JOB-06.

Joined are what was acknowledged, our rows, and the log of a real mail server.
"""

from collections import Counter
from contextlib import ExitStack

import pytest

from convoca.messaging.services.delivery_threads import SENDERS
from tests.support.histories import House, drain, ending, fill, problems_of, work_and_kill
from tests.support.mail_process import Faults, started_mail_process
from tests.support.needs import leave_out
from tools.postgres import PostgresError, temporary_cluster


def tell_histories(folder, *, people, kills, workers, faults, settings=None, senders=1, seed=7):
    """Live through it all; return what does not fit, and how many ended in each state.

    Each worker has `senders`, and each of these at most one message in hand when it is killed.
    """
    with ExitStack() as stack:
        server = stack.enter_context(started_mail_process(folder / "server.log", seed=seed))
        own = {"CONVOCA_EMAIL_URL": server.url, **(settings or {})}
        house = stack.enter_context(ending(House(folder, own)))
        house.run("migrate", "--verbosity", "0")
        acknowledged = fill(house, people=people)
        server.break_down(faults)
        work_and_kill(house, server, people=people, workers=workers, kills=kills, seed=seed)
        server.break_down(Faults())
        drain(house, seconds=300)
        rows = house.rows()
        counts = Counter(row.state for row in rows)
        return problems_of(acknowledged, rows, server, in_hand=kills * senders), counts


@pytest.mark.slow
def test_mails_are_neither_lost_nor_doubled_when_the_worker_is_killed(tmp_path):
    faults = Faults(reset=0.01, busy=0.03, stall=0.004, stall_s=0.5)

    problems, counts = tell_histories(tmp_path, people=200, kills=2, workers=1, faults=faults)

    assert problems == {}
    assert (counts["suppressed"], counts["failed"]) == (5, 5)


LONG = Faults(reset=0.004, busy=0.03, stall=0.0005, stall_s=60)


@pytest.mark.soak
def test_7000_mails_on_sqlite_with_one_worker_killed_twenty_times(tmp_path):
    problems, counts = tell_histories(tmp_path, people=7000, kills=20, workers=1, faults=LONG)

    assert problems == {}
    assert counts["suppressed"] == 175


@pytest.mark.soak
def test_7000_mails_on_postgresql_with_three_workers_killed_twenty_times(tmp_path):
    with ExitStack() as stack:
        try:
            url = stack.enter_context(temporary_cluster())
        except PostgresError:
            leave_out("Falta PostgreSQL en este equipo.")
        problems, counts = tell_histories(
            tmp_path,
            people=7000,
            kills=20,
            workers=3,
            faults=LONG,
            settings={"DATABASE_URL": url},
            senders=SENDERS,
        )

    assert problems == {}
    assert counts["suppressed"] == 175
