"""By which channel of their own the guests of a session are written to."""

from collections.abc import Sequence
from dataclasses import dataclass

from convoca.meetings.models import Session
from convoca.meetings.queries import Guest
from convoca.messaging.core.house_templates import HouseTemplate
from convoca.messaging.models import Message
from convoca.messaging.services import OwnChannels, Recipient, Text, read_own_channels


@dataclass(frozen=True)
class Ways:
    """By which channel each guest is written to; nobody's is None who has no channel."""

    session: Session
    channels: OwnChannels | None
    recipients: dict[int, Recipient | None]

    def to(self, guest: Guest) -> Recipient:
        """Return where a guest is written to, who must have a channel."""
        recipient = self.recipients[guest.person.pk]
        assert recipient is not None
        return recipient

    def shorten(self, text: Text, guest: Guest, *, page: str) -> Text:
        """Return what is said on that channel."""
        if self.channels is None:
            return text
        blanks = [guest.person.name, self.session.cycle.community.name, text.subject, page]
        return self.channels.text(self.to(guest), text, blanks=blanks)

    def is_by_whatsapp(self, guest: Guest) -> bool:
        """Say whether a guest is written to by WhatsApp."""
        recipient = self.recipients[guest.person.pk]
        return recipient is not None and recipient.channel == Message.Channel.WHATSAPP

    @property
    def by_whatsapp(self) -> int:
        """Return how many are written to by WhatsApp."""
        channels = [each.channel for each in self.recipients.values() if each]
        return channels.count(Message.Channel.WHATSAPP)


def find_ways(session: Session, house: HouseTemplate | None, guests: Sequence[Guest]) -> Ways:
    """Return by which channel of their own these guests are written to.

    `house` is the short text for WhatsApp; without one everybody gets mail.
    """
    if house is None:
        mails = {
            guest.person.pk: Recipient(guest.email, guest.person.name) if guest.email else None
            for guest in guests
        }
        return Ways(session, None, mails)
    association = session.cycle.community.association
    channels = read_own_channels(association, house, [guest.phone for guest in guests])
    own = {
        guest.person.pk: channels.recipient(
            email=guest.email, phone=guest.phone, name=guest.person.name
        )
        for guest in guests
    }
    return Ways(session, channels, own)
