"""What every channel promises."""

from dataclasses import dataclass
from typing import Protocol, Self


@dataclass(frozen=True)
class Parcel:
    """A message ready to leave: links written in, nothing to look up."""

    to_address: str
    to_name: str
    subject: str
    text: str
    message_id: str
    calendar: str = ""
    calendar_method: str = ""


class Channel(Protocol):
    """Takes parcels, one after the other, over one connection."""

    def __enter__(self) -> Self:
        """Open the connection when the first parcel needs it."""

    def __exit__(self, *details: object) -> None:
        """Close the connection."""

    def send(self, parcel: Parcel) -> str:
        """Send one parcel; return the provider's name for it.

        Raises ChannelError when it was certainly not taken, ChannelUncertainError when that
        cannot be known.
        """
