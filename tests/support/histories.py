"""Three histories of the same messages, joined: what was acknowledged, our rows, the provider's.

A run lets real workers send while they are killed with -9 and their clock jumps; the provider
fails on purpose and keeps a log of its own. `problems_of` says what does not fit together. Any
provider that can say what it took (`Provider`) can be joined.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tests.support.waiting import wait_until

HERE = Path(__file__).parent
HOUR_S = 3600
PATIENCE_S = 400
LATE, SUPPRESSED, CANCELLED, STOPPED = "tarde", "retenido", "anulado", "detenido"
FINAL = {"sent", "uncertain", "failed", "cancelled", "suppressed"}
JUMPS_S = (-5400, -90, 0, 45, 400, 5400)
FILL = """
import sys
from datetime import timedelta
from django.utils import timezone
from convoca.foundation.hashes import hash_address
from convoca.foundation.models import Association
from convoca.messaging.models import Suppression
from convoca.messaging.services import Letter, Recipient, Text, cancel_messages, queue_messages
house, _ = Association.objects.get_or_create(
    name="A", defaults=dict(short_name="A", zone="America/Santiago"))
now = timezone.now()
kinds = {{3: "{suppressed}", 7: "{cancelled}", 11: "{late}", 13: "rechazado", 17: "{stopped}"}}
def letter(n):
    kind = kinds.get(n % 40, "persona")
    address = f"{{kind}}.{{n}}@comuna.cl"
    end = now - timedelta(minutes=1) if kind == "{late}" else None
    text = Text("Sesión 1", "Estimada Ana:\\n\\nHola.\\n")
    return Letter(f"k{{n}}", kind, Recipient(address, "Ana"), text, end)
for start in range(0, {people}, 50):
    letters = [letter(n) for n in range(start, min(start + 50, {people}))]
    for each in letters:
        if each.occasion == "{suppressed}":
            Suppression.objects.get_or_create(channel="email", scope="all", reason="bounced",
                address_hash=hash_address("email", each.recipient.address), ended_at=None,
                defaults=dict(since_at=now))
    queue_messages(association=house, purpose="test", letters=letters, now=now,
        not_before=now + timedelta(seconds={undo_s}))
    cancel_messages(occasions=["{cancelled}"])
    for each in letters:
        if each.occasion != "{cancelled}":
            print(each.key, flush=True)
"""
TELL = """
import json
from convoca.messaging.models import Message
rows = Message.objects.values_list("key", "to_address", "state", "attempts")
print(json.dumps(list(rows)))
"""
STOP = """
from convoca.messaging.services import cancel_messages
cancel_messages(occasions=["{stopped}"])
"""


class Provider(Protocol):
    """Who takes messages and keeps a log of its own."""

    def taken(self) -> Counter[str]:
        """Count by recipient what it took."""

    def unanswered(self) -> set[str]:
        """Return for whom it took something without saying so at once."""


@dataclass(frozen=True)
class Row:
    """A message as the database has it."""

    key: str
    address: str
    state: str
    attempts: int

    @property
    def kind(self) -> str:
        """Return what kind of recipient it is: the word before the number."""
        return self.address.partition(".")[0]


@dataclass
class House:
    """An installation of its own in a folder, worked by real processes with one clock."""

    folder: Path
    settings: Mapping[str, str]
    workers: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Set its clock right."""
        self.clock.write_text("0")

    @property
    def clock(self) -> Path:
        """The file that says by how many seconds its clock is ahead."""
        return self.folder / "clock"

    @property
    def environment(self) -> dict[str, str]:
        """Return what its processes are told."""
        own = {"CONVOCA_DATA_DIR": str(self.folder), "PYTHONPATH": str(HERE.parents[1])}
        ours = {name: text for name, text in os.environ.items() if name != "DATABASE_URL"}
        return {**ours, **own, **self.settings}

    def start(self, *command: str, **more: object) -> "subprocess.Popen[bytes]":
        """Start one of its processes."""
        return subprocess.Popen([sys.executable, *command], env=self.environment, **more)

    def run(self, *arguments: str) -> str:
        """Run one of its commands to the end and return what it wrote."""
        command = [sys.executable, "-m", "convoca", *arguments]
        ended = subprocess.run(command, env=self.environment, stdout=subprocess.PIPE, check=True)
        return ended.stdout.decode()

    def shell(self, code: str) -> str:
        """Run some lines in it."""
        return self.run("shell", "--no-imports", "-c", code)

    def add_worker(self) -> None:
        """Start one more worker."""
        program = str(HERE / "jumping_worker.py")
        with (self.folder / "worker.log").open("ab") as words:
            self.workers.append(self.start(program, str(self.clock), stderr=words))

    def kill_worker(self, worker: "subprocess.Popen[bytes]") -> None:
        """End a worker with -9."""
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        self.workers.remove(worker)

    def rows(self) -> list[Row]:
        """Return all messages."""
        return [Row(*row) for row in json.loads(self.shell(TELL))]


@contextmanager
def ending(house: House) -> Iterator[House]:
    """Leave no worker behind."""
    try:
        yield house
    finally:
        for worker in list(house.workers):
            house.kill_worker(worker)


def fill(house: House, *, people: int, undo_s: int = 0) -> set[str]:
    """Queue the messages, by a process that is killed half way and started again.

    Returns the keys that it acknowledged, each after the transaction in which it was written.
    """
    code = FILL.format(
        people=people, undo_s=undo_s, late=LATE, suppressed=SUPPRESSED, cancelled=CANCELLED,
        stopped=STOPPED,
    )  # fmt: skip
    command = ("-m", "convoca", "shell", "--no-imports", "-c", code)
    first = house.start(*command, stdout=subprocess.PIPE)
    assert first.stdout is not None
    acknowledged = []
    for line in first.stdout:
        acknowledged.append(line)
        if len(acknowledged) > people // 3:
            first.send_signal(signal.SIGKILL)
            break
    acknowledged += first.stdout.readlines()
    first.wait()
    second = house.start(*command, stdout=subprocess.PIPE)
    acknowledged += second.communicate()[0].splitlines()
    return {line.decode().strip() for line in acknowledged}


def work_and_kill(
    house: House, provider: Provider, *, people: int, workers: int, kills: int, seed: int
) -> None:
    """Let workers send, kill one after the other, and let the clock jump before each kill.

    A part of what waits is cancelled half way.
    """
    chance = random.Random(seed)
    for _worker in range(workers):
        house.add_worker()
    for kill in range(kills):
        wait_for(house, provider, enough=(kill + 1) * people * 3 // (kills * 4))
        house.clock.write_text(str(chance.choice(JUMPS_S)))
        time.sleep(chance.uniform(0, 0.2))
        house.kill_worker(chance.choice(house.workers))
        house.add_worker()
        if kill == kills // 2:
            house.shell(STOP.format(stopped=STOPPED))


def wait_for(house: House, provider: Provider, *, enough: int) -> None:
    """Return as soon as the provider has taken so many; fail when a worker ends by itself."""

    def is_enough() -> bool:
        assert [worker.poll() for worker in house.workers if worker.poll() is not None] == []
        return provider.taken().total() >= enough

    wait_until(is_enough, seconds=PATIENCE_S)


def drain(house: House, *, seconds: float) -> None:
    """Let all that waits or was left leased come to its end: hours pass for the workers."""
    ahead_s, until = 2 * HOUR_S, time.monotonic() + seconds
    while time.monotonic() < until:
        house.clock.write_text(str(ahead_s))
        time.sleep(2)
        if {row.state for row in house.rows()} <= FINAL:
            return
        ahead_s += 2 * HOUR_S
    raise AssertionError(f"not drained: {Counter(row.state for row in house.rows())}")


def problems_of(
    acknowledged: set[str], rows: list[Row], provider: Provider, *, in_hand: int
) -> dict[str, object]:
    """Join the three histories; return what does not fit, {} when all does.

    `in_hand` is how many messages were in some hand at a kill, at most.
    """
    taken, unanswered = provider.taken(), provider.unanswered()
    by_state = {state: {r.address for r in rows if r.state == state} for state in FINAL}
    uncertain = by_state["uncertain"]
    unexplained = uncertain - unanswered
    of_kind = {row.address: row.kind for row in rows}
    never = {a for a, kind in of_kind.items() if kind in {SUPPRESSED, CANCELLED, LATE}}
    wrong_state = {
        row.address: row.state
        for row in rows
        if row.state not in FINAL
        or {SUPPRESSED: "suppressed", LATE: "cancelled", CANCELLED: "cancelled"}.get(
            row.kind, row.state
        ) != row.state
    }  # fmt: skip
    found = {
        "lost after it was acknowledged": acknowledged - {row.key for row in rows},
        "taken more than once": {a for a, times in taken.items() if times > 1},
        "sent, but not taken": by_state["sent"] - set(taken),
        "taken, but neither sent nor uncertain": set(taken) - by_state["sent"] - uncertain,
        "taken against our word": never & set(taken),
        "in a wrong state": wrong_state,
        "more uncertain than were in flight at kills": (
            unexplained if len(unexplained) > in_hand else set()
        ),
    }
    return {name: what for name, what in found.items() if what}
