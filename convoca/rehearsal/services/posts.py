"""Where the mails of a simulation go: nowhere, and quickly; or to a mail server of this machine."""

from ipaddress import ip_address
from itertools import count
from typing import Self

from django.utils.translation import gettext as _

from convoca.foundation.errors import ConvocaError
from convoca.foundation.mail_server import MailServer
from convoca.messaging.channels import Channel, Parcel
from convoca.messaging.channels.rehearsal import RehearsalChannel
from convoca.messaging.channels.smtp import SmtpChannel
from convoca.rehearsal.core.diary import CycleDiary

BUILT = 10
"""One parcel of so many is built as a real mail: a proof that all could be sent."""


class OutsideRefusedError(ConvocaError):
    """There is no mail server of this machine to really send through."""

    def __init__(self, host: str) -> None:
        super().__init__(host)
        self.host = host

    def user_message(self) -> str:
        """Say what to set."""
        if not self.host:
            return _(
                "Falta el servidor de correo de este equipo. Fije CONVOCA_EMAIL_URL, por ejemplo "
                "smtp://127.0.0.1:2525?tls=none"
            )
        return _(
            "%(host)s no es este equipo, y el ensayo nunca escribe a otros. Fije "
            "CONVOCA_EMAIL_URL con 127.0.0.1"
        ) % {"host": self.host}


class PigeonHoles(RehearsalChannel):
    """Takes every parcel; the first and then every tenth is built as it would leave."""

    def __init__(self) -> None:
        self._numbers = count()

    def send(self, parcel: Parcel) -> str:
        """Keep one parcel; return where it can be read."""
        if next(self._numbers) % BUILT == 0:
            return super().send(parcel)
        return "buzón de ensayo"


class Witness:
    """Hands parcels on to a post, and writes in the diary which of them arrived."""

    def __init__(self, post: Channel, diary: CycleDiary) -> None:
        self._post = post
        self._diary = diary

    def __enter__(self) -> Self:
        self._post.__enter__()
        return self

    def __exit__(self, *details: object) -> None:
        self._post.__exit__(*details)

    def send(self, parcel: Parcel) -> str:
        """Send one parcel; what the post refuses did not arrive."""
        answer = self._post.send(parcel)
        self._diary.receive(parcel.to_address)
        return answer


def loopback_post(server: MailServer | None) -> SmtpChannel:
    """Return the way to a real mail server, which must be on this machine.

    Raises OutsideRefusedError when none is set, or one elsewhere.
    """
    host = server.host if server else ""
    if server is None or not is_loopback(host):
        raise OutsideRefusedError(host)
    return SmtpChannel(server)


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine by its very name: no name is looked up."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
