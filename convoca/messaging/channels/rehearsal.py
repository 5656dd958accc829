"""Rehearsal: nothing leaves; the message stays in the mailbox page of the application."""

from typing import Self

from django.utils.translation import gettext as _

from convoca.messaging.channels.base import Parcel
from convoca.messaging.channels.mime import mail_bytes


class RehearsalChannel:
    """Takes every parcel that could really be sent: it is built as a mail, then kept."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *details: object) -> None:
        """Nothing to close."""

    def send(self, parcel: Parcel) -> str:
        """Build the mail as it would leave; return where it can be read."""
        mail_bytes(parcel)
        return _("buzón de ensayo")
