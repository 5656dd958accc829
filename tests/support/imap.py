"""A real IMAP server on this machine, with one mailbox in memory."""

import imaplib
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from convoca.foundation.mail_server import ImapServer
from tests.support.waiting import wait_until

USER, PASSWORD, FOLDER = "rebote@asociacion.cl", "clave-de-prueba", "INBOX"
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Mailbox:
    """The mailbox of a test: `server` is what a setting would give; `hand` looks into it."""

    port: int
    hand: imaplib.IMAP4

    @property
    def server(self) -> ImapServer:
        return ImapServer(HOST, self.port, USER, PASSWORD, FOLDER, is_encrypted=False)

    def put(self, *mails: bytes) -> None:
        """Let mails arrive, unread."""
        for mail in mails:
            self.hand.append(FOLDER, "", None, mail.replace(b"\n", b"\r\n"))

    def unread(self) -> int:
        """Count what nobody has read."""
        self.hand.select(FOLDER, readonly=True)
        return len(self.hand.search(None, "UNSEEN")[1][0].split())

    def forget_reading(self) -> None:
        """Make everything unread again, as when the line is cut before a mark arrives."""
        self.hand.select(FOLDER)
        self.hand.store("1:*", "-FLAGS", r"(\Seen)")

    def empty(self) -> None:
        """Throw everything away."""
        self.hand.select(FOLDER)
        self.hand.store("1:*", "+FLAGS", r"(\Deleted)")
        self.hand.expunge()


def free_port() -> int:
    with socket.create_server((HOST, 0)) as listening:
        return int(listening.getsockname()[1])


@contextmanager
def started_mailbox() -> Iterator[Mailbox]:
    """Run the server for as long as the block lasts; to sign in costs it a second."""
    port = free_port()
    program = Path(sys.executable).with_name("pymap")
    process = subprocess.Popen(
        [
            program, "--host", HOST, "--port", str(port), "--no-tls",
            "--no-service", "admin", "--no-service", "managesieve",
            "dict", "--demo-user", USER, "--demo-password", PASSWORD,
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_until(lambda: _answers(port))
        with imaplib.IMAP4(HOST, port, timeout=30) as hand:
            hand.login(USER, PASSWORD)
            yield Mailbox(port, hand)
    finally:
        process.terminate()
        process.wait(10)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection((HOST, port), timeout=1):
            return True
    except OSError:
        return False
