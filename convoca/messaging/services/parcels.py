"""A message made ready to leave."""

from convoca.foundation.links import reveal_links
from convoca.messaging.channels import Parcel
from convoca.messaging.models import Message
from convoca.messaging.services.addresses import (
    return_address_of,
    unsubscribe_address_of,
    unsubscribe_mail_of,
)


def parcel_of(message: Message) -> Parcel:
    """Return a message with its personal links written in."""
    return Parcel(
        to_address=message.to_address,
        to_name=message.to_name,
        subject=message.subject,
        text=reveal_links(message.body),
        message_id=message.message_id,
        calendar=reveal_links(message.calendar),
        calendar_method=message.calendar_method,
        reference=str(message.pk),
        unsubscribe_address=unsubscribe_address_of(message),
        unsubscribe_mail=unsubscribe_mail_of(message),
        return_address=return_address_of(message),
        template=message.template,
        parameters=tuple(reveal_links(each) for each in message.parameters),
    )
