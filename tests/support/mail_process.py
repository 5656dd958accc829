"""A mail server in a process of its own: `python tests/support/mail_process.py --log FILE`.

It writes one line into its log for each mail that it has taken, before it answers: whose it
was and how it will answer. It prints its port. What it does wrong is drawn with a seed, and can
be changed while it runs by writing into FILE.faults:
`{"reset": 0.01, "busy": 0.05, "stall": 0.001, "stall_s": 60}`.
"""

import argparse
import asyncio
import contextlib
import json
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

REFUSED = "rechazado"
ANSWERED, CUT, STALLED = "answered", "cut", "stalled"


@dataclass(frozen=True)
class Faults:
    """How large a share of the mails meets each fault.

    `reset`: it takes the mail and cuts the line without an answer. `busy`: 451 in the place of
    taking it. `stall`: it takes the mail and answers after `stall_s`. Who begins with
    "rechazado" is refused for good, always.
    """

    reset: float = 0.0
    busy: float = 0.0
    stall: float = 0.0
    stall_s: float = 60.0


class Postman:
    """Takes mails, writes them down, and fails as it was told."""

    def __init__(self, log: Path, seed: int) -> None:
        self._log = log.open("a", buffering=1)
        self._orders = faults_of(log)
        self._read_at = 0.0
        self._faults = Faults()
        self._chance = random.Random(seed)

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _more: list[str]
    ) -> str:
        """Answer to a recipient; aiosmtpd calls it."""
        if address.startswith(REFUSED):
            return "550 5.1.1 no"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Take a mail, or not; aiosmtpd calls it."""
        faults, draw = self._orders_now(), self._chance.random()
        if draw < faults.busy:
            return "451 4.3.0 luego"
        if draw < faults.busy + faults.reset:
            self._write(envelope, CUT)
            server.transport.abort()
        elif draw < faults.busy + faults.reset + faults.stall:
            self._write(envelope, STALLED)
            await asyncio.sleep(faults.stall_s)
        else:
            self._write(envelope, ANSWERED)
        return "250 OK"

    def _orders_now(self) -> Faults:
        if self._orders.exists() and self._orders.stat().st_mtime != self._read_at:
            with contextlib.suppress(ValueError):  # half written: read again next time
                self._faults = Faults(**json.loads(self._orders.read_text()))
                self._read_at = self._orders.stat().st_mtime
        return self._faults

    def _write(self, envelope: Envelope, answer: str) -> None:
        self._log.write(f"{envelope.rcpt_tos[0]}\t{answer}\n")


def faults_of(log: Path) -> Path:
    """Return the file that says what is to go wrong."""
    return log.with_suffix(".faults")


@dataclass(frozen=True)
class MailProcess:
    """A running mail server: where it listens and what it wrote down."""

    port: int
    log: Path

    @property
    def url(self) -> str:
        """The value for CONVOCA_EMAIL_URL."""
        return f"smtp://127.0.0.1:{self.port}?tls=none"

    def taken(self) -> Counter[str]:
        """Count by recipient the mails that it took."""
        return Counter(recipient for recipient, _answer in self._lines())

    def unanswered(self) -> set[str]:
        """Return whose mails it took without saying so at once."""
        return {recipient for recipient, answer in self._lines() if answer != ANSWERED}

    def _lines(self) -> list[tuple[str, str]]:
        parts = (line.partition("\t") for line in self.log.read_text().splitlines())
        return [(recipient, answer) for recipient, _tab, answer in parts]

    def break_down(self, faults: Faults) -> None:
        """Fail so from now on."""
        faults_of(self.log).write_text(json.dumps(asdict(faults)))


@contextlib.contextmanager
def started_mail_process(log: Path, *, seed: int = 1) -> Iterator[MailProcess]:
    """Start a mail server and end it afterwards."""
    log.touch()
    program = str(Path(__file__).resolve())
    command = [sys.executable, program, "--log", str(log), "--seed", str(seed)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield MailProcess(int(process.stdout.readline()), log)
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


async def serve(log: Path, seed: int) -> None:
    """Take mails until told to end."""
    postman = Postman(log, seed)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(postman, hostname="prueba"), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    ended = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    await ended.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    asyncio.run(serve(arguments.log, arguments.seed))
