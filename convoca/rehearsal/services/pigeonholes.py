"""Where the mails of a simulation go: nowhere, and quickly."""

from itertools import count

from convoca.messaging.channels import Parcel
from convoca.messaging.channels.rehearsal import RehearsalChannel

BUILT = 10
"""One parcel of so many is built as a real mail: a proof that all could be sent."""


class PigeonHoles(RehearsalChannel):
    """Takes every parcel; the first and then every tenth is built as it would leave."""

    def __init__(self) -> None:
        self._numbers = count()

    def send(self, parcel: Parcel) -> str:
        """Keep one parcel; return where it can be read."""
        if next(self._numbers) % BUILT == 0:
            return super().send(parcel)
        return "buzón de ensayo"
