"""What every channel promises."""

from dataclasses import dataclass, field
from typing import Protocol, Self, runtime_checkable


@dataclass(frozen=True)
class Parcel:
    """A message ready to leave: links written in, nothing to look up.

    `reference` is our own name for it, which a provider may give back in what it reports.
    `unsubscribe_address` is where one press ends what goes to a list, `unsubscribe_mail` where a
    mail does; empty for what is not. `return_address` is where a mail that cannot be delivered
    comes back; empty is the sender.
    `template` names an approved text of the provider, `parameters` fill it in order.
    """

    to_address: str
    to_name: str
    subject: str
    text: str
    message_id: str
    calendar: str = ""
    calendar_method: str = ""
    reference: str = ""
    unsubscribe_address: str = ""
    unsubscribe_mail: str = ""
    return_address: str = ""
    template: str = ""
    parameters: tuple[str, ...] = field(default=())


class Channel(Protocol):
    """Takes parcels, one after the other, over one connection."""

    def __enter__(self) -> Self:
        """Open the connection when the first parcel needs it."""

    def __exit__(self, *details: object) -> None:
        """Close the connection."""

    def send(self, parcel: Parcel) -> str:
        """Send one parcel; return the provider's name for it.

        Raises ChannelError when it was certainly not taken (ChannelDownError: nothing was
        tried, all wait; ChannelStopError: all wait until a person has looked), and
        ChannelUncertainError when that cannot be known.
        """


@runtime_checkable
class PreparingChannel(Protocol):
    """A channel that gets the next parcel ready while it waits for an answer about this one."""

    def prepare(self, parcel: Parcel) -> None:
        """Note which parcel is likely to come after the next call of `send`; never raises."""
