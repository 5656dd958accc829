"""A mail server on this machine for tests: real SMTP, real parsing, and failures to order."""

import asyncio
import email
import email.policy
import socket
from dataclasses import dataclass
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True)
class Delivery:
    """One message as the server took it: the envelope and what was in it."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage


class MailServer:
    """A mail server that keeps what it takes; `refuse`, `drop_after_data` and `stall_s` break it.

    `drop_after_data`: takes the message and closes the connection without an answer, so
    that the sender cannot know. `stall_s`: waits that long before it answers to DATA.
    `answers`: what it says to MAIL and to the text of DATA, instead of "250 OK".
    `connections` counts how often somebody called.
    """

    def __init__(self) -> None:
        self.deliveries: list[Delivery] = []
        self.refusals: dict[str, str] = {}
        self.drop_after_data = False
        self.stall_s = 0.0
        self.answers: dict[str, str] = {}
        self.connections = 0
        self._lines: list[asyncio.BaseTransport] = []
        self._controller = _LoopbackController(self, ready_timeout=10)

    @property
    def messages(self) -> list[EmailMessage]:
        """What it took, parsed, in the order it came."""
        return [delivery.message for delivery in self.deliveries]

    @property
    def port(self) -> int:
        return self._controller.port

    @property
    def url(self) -> str:
        """The value for CONVOCA_EMAIL_URL."""
        return f"smtp://127.0.0.1:{self.port}?tls=none"

    def refuse(self, recipient: str, code: int = 550) -> None:
        """Answer `code` to this recipient from now on: 451 for later, 550 for never."""
        self.refusals[recipient] = f"{code} no"

    def heal(self) -> None:
        """Work well again."""
        self.refusals.clear()
        self.drop_after_data = False
        self.stall_s = 0.0
        self.answers.clear()

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()

    async def handle_EHLO(
        self, server: SMTP, session: Session, _envelope: Envelope, name: str, lines: list[str]
    ) -> list[str]:
        """Count who calls; aiosmtpd calls it."""
        session.host_name = name
        self.connections += 1
        self._lines.append(server.transport)
        return lines

    def hang_up(self) -> None:
        """Close all lines, as a server does after a while."""
        self._controller.loop.call_soon_threadsafe(self._close_lines)

    def _close_lines(self) -> None:
        for line in self._lines:
            line.close()
        self._lines.clear()

    async def handle_MAIL(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer to a sender; aiosmtpd calls it."""
        if "MAIL" in self.answers:
            return self.answers["MAIL"]
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer to a recipient; aiosmtpd calls it."""
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Take a message; aiosmtpd calls it."""
        await asyncio.sleep(self.stall_s)
        content = envelope.original_content or b""
        message = email.message_from_bytes(content, policy=email.policy.default)
        self.deliveries.append(
            Delivery(envelope.mail_from or "", tuple(envelope.rcpt_tos), message)
        )
        if self.drop_after_data and server.transport is not None:
            server.transport.abort()
        return self.answers.get("DATA", "250 OK")


class _LoopbackController(Controller):
    """Listens on a free port of 127.0.0.1."""

    def __init__(self, handler: MailServer, **options: float) -> None:
        super().__init__(handler, hostname="127.0.0.1", port=0, **options)

    def _create_server(self):
        listener = socket.create_server(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        return self.loop.create_server(self._factory_invoker, sock=listener)
