"""Each person by the own channel: WhatsApp for who agreed to it, mail for everybody else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.conf import settings

from convoca.foundation.models import Association
from convoca.messaging.channels.whatsapp import whatsapp_account
from convoca.messaging.core.house_templates import BLANKS, HouseTemplate
from convoca.messaging.core.whatsapp_templates import count_blanks
from convoca.messaging.models import Conversation, Message, Template
from convoca.messaging.queries import agreed_addresses, template_named
from convoca.messaging.services.texts import Recipient, Text
from convoca.messaging.services.whatsapp_templates import template_text


@dataclass(frozen=True)
class OwnChannels:
    """Which numbers take a short text by WhatsApp now; `template` is None where none may leave."""

    template: Template | None
    agreed: frozenset[str]

    def recipient(self, *, email: str, phone: str, name: str) -> Recipient | None:
        """Return where a message goes: WhatsApp, with the mail behind it, or mail; or None."""
        if self.template is not None and phone in self.agreed:
            return Recipient(phone, name, Message.Channel.WHATSAPP, fallback=email)
        return Recipient(email, name) if email else None

    def text(self, recipient: Recipient, text: Text, *, blanks: Sequence[str]) -> Text:
        """Return what is said there: the mail as it is, or the short text, its blanks filled."""
        if self.template is None or recipient.channel != Message.Channel.WHATSAPP:
            return text
        short = template_text(self.template, subject=text.subject, parameters=blanks)
        return replace(short, is_list=text.is_list)


def read_own_channels(
    association: Association, house: HouseTemplate, phones: Iterable[str]
) -> OwnChannels:
    """Read who of these numbers is written to by WhatsApp, in at most three queries.

    Nobody is where there is no account, where Meta has not approved the text, or where somebody
    gave it other blanks. Who is not on WhatsApp gets mail.
    """
    wanted = {phone for phone in phones if phone}
    template = _approved(association, house)
    if template is None or not wanted:
        return OwnChannels(None, frozenset())
    agreed = agreed_addresses(association, wanted)
    unreachable = Conversation.objects.filter(address__in=agreed, is_unreachable=True)
    return OwnChannels(
        template, frozenset(agreed.difference(unreachable.values_list("address", flat=True)))
    )


def _approved(association: Association, house: HouseTemplate) -> Template | None:
    if not settings.REHEARSAL and whatsapp_account() is None:
        return None
    template = template_named(association, house.name)
    if template is None or template.state != Template.State.APPROVED:
        return None
    return template if count_blanks(template.body) == BLANKS else None
