"""Nothing lost, nothing doubled by WhatsApp, whatever dies: the three histories of messages.

Real workers send to a Cloud API of this process while they are killed with -9 and their clock
jumps; it cuts the line after taking some, refuses some for now, and at last reports what became
of each. Joined are our rows and its own log: PRV-01, PRV-02, PRV-03, JOB-06.
"""

import json
import random
from collections import Counter
from contextlib import ExitStack

import pytest

from tests.fakes.whatsapp import WhatsAppServer
from tests.support.histories import House, drain, ending, work_and_kill
from tests.support.needs import leave_out
from tools.postgres import PostgresError, temporary_cluster

OPTED_OUT, CANCELLED = 3, 7  # of each forty
FILL = """
from django.utils import timezone
from convoca.foundation.models import Association
from convoca.messaging.models import Message, OptIn, Template
from convoca.messaging.services import Letter, Recipient, Text, cancel_messages, queue_messages
house = Association.objects.create(name="A", short_name="A", zone="America/Santiago")
now = timezone.now()
Template.objects.create(association=house, name="recordatorio", category="utility",
    state="approved", body="Hola {{{{1}}}}, le esperamos.", changed_at=now)
text = Text("Hola", "Hola Ana, le esperamos.", template="recordatorio", parameters=("Ana",))
people = [(n % 40, f"+5691{{n:07}}") for n in range({people})]
OptIn.objects.bulk_create(OptIn(association=house, address=address, wording="Sí", how="call",
    given_at=now, ended_at=now if kind == {opted_out} else None) for kind, address in people)
queue_messages(association=house, purpose="test", now=now, letters=[
    Letter(address, "anulado" if kind == {cancelled} else "sigue",
        Recipient(address, "Ana", Message.Channel.WHATSAPP), text) for kind, address in people])
cancel_messages(occasions=["anulado"])
"""
HEAR = """
from pathlib import Path
from django.utils import timezone
from convoca.messaging import jobs
from convoca.messaging.models import InboundEvent
from convoca.messaging.services.applying import apply_due
from convoca.messaging.services.inbox import store_event
for line in Path({file!r}).read_bytes().splitlines():
    store_event(source=InboundEvent.Source.WHATSAPP, content=line, now=timezone.now())
apply_due()
"""


class Log:
    """The log of the Cloud API, by the addresses that we use."""

    def __init__(self, server: WhatsAppServer) -> None:
        self._server = server

    def taken(self) -> Counter[str]:
        """Count by recipient what it took."""
        return Counter(f"+{each.to}" for each in list(self._server.accepted))

    def unanswered(self) -> set[str]:
        """Return for whom it took something without saying so at once."""
        return {f"+{to}" for to in list(self._server.unanswered)}


def tell_histories(folder, *, people, kills, workers, faults, settings=None):
    """Live through it all; return the log, and the rows before and after Meta's report."""
    server = WhatsAppServer()
    log = Log(server)
    own = {
        "CONVOCA_WHATSAPP_TOKEN": server.token,
        "CONVOCA_WHATSAPP_PHONE_NUMBER_ID": server.number_id,
        "CONVOCA_WHATSAPP_API_URL": server.url,
        "CONVOCA_WHATSAPP_DAILY_LIMIT": str(people),
    }
    with ExitStack() as stack:
        server.start()
        stack.callback(server.stop)
        house = stack.enter_context(ending(House(folder, {**own, **(settings or {})})))
        house.run("migrate", "--verbosity", "0")
        house.shell(FILL.format(people=people, opted_out=OPTED_OUT, cancelled=CANCELLED))
        for name, value in faults.items():
            setattr(server, name, value)
        work_and_kill(house, log, people=people, workers=workers, kills=kills, seed=7)
        server.heal()
        drain(house, seconds=300)
        before = {row.address: row.state for row in house.rows()}
        hear_all(house, server, folder / "statuses")
        return log, before, {row.address: row.state for row in house.rows()}


def hear_all(house: House, server: WhatsAppServer, file) -> None:
    """Let the house hear what became of each: twice, and in no order."""
    told = [json.dumps(each) for each in server.statuses()] * 2
    random.Random(7).shuffle(told)
    file.write_text("\n".join(told))
    house.shell(HEAR.format(file=str(file)))


def problems_of(people, kills, log, before, after) -> dict[str, object]:
    """Join the histories; return what does not fit, {} when all does."""
    kinds = {f"+5691{n:07}": n % 40 for n in range(people)}
    barred = {address for address, kind in kinds.items() if kind in {OPTED_OUT, CANCELLED}}
    taken = log.taken()
    uncertain = {address for address, state in before.items() if state == "uncertain"}
    still = {address for address, state in after.items() if state == "uncertain"}
    expected = {OPTED_OUT: "failed", CANCELLED: "cancelled"}
    found = {
        "lost": set(kinds) ^ set(after),
        "taken more than once": {each for each, times in taken.items() if times > 1},
        "taken against our word": barred & set(taken),
        "taken, but not known to have arrived": {a for a in taken if after[a] != "delivered"},
        "known to have arrived, but not taken": {
            a for a, state in after.items() if state == "delivered" and a not in taken
        },
        "in a wrong state": {
            a: after[a] for a, kind in kinds.items()
            if a not in taken and a not in still and after[a] != expected.get(kind)
        },
        "uncertain without a reason": (
            uncertain - log.unanswered() if len(uncertain - log.unanswered()) > kills else set()
        ),
    }  # fmt: skip
    return {name: what for name, what in found.items() if what}


@pytest.mark.soak
def test_messages_are_neither_lost_nor_doubled_when_the_worker_is_killed(tmp_path):
    faults = {"dropping_share": 0.01, "refusing_share": 0.02}

    histories = tell_histories(tmp_path, people=120, kills=1, workers=1, faults=faults)

    assert problems_of(120, 1, *histories) == {}


LONG = {"dropping_share": 0.004, "refusing_share": 0.01, "stalling_share": 0.0004, "stall_s": 60}


@pytest.mark.soak
def test_7000_messages_on_sqlite_with_one_worker_killed_twenty_times(tmp_path):
    histories = tell_histories(tmp_path, people=7000, kills=20, workers=1, faults=LONG)

    assert problems_of(7000, 20, *histories) == {}


@pytest.mark.soak
def test_7000_messages_on_postgresql_with_three_workers_killed_twenty_times(tmp_path):
    with ExitStack() as stack:
        try:
            url = stack.enter_context(temporary_cluster())
        except PostgresError:
            leave_out("Falta PostgreSQL en este equipo.")
        settings = {"DATABASE_URL": url}
        histories = tell_histories(
            tmp_path, people=7000, kills=20, workers=3, faults=LONG, settings=settings
        )

    assert problems_of(7000, 20, *histories) == {}
