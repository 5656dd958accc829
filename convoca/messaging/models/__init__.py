"""The rows of messaging: what leaves the house, what comes in, and where nothing is sent."""

from convoca.messaging.models.events import InboundEvent, RefusalCount
from convoca.messaging.models.outbox import Message
from convoca.messaging.models.stops import Bounce, ChannelPause, Suppression
from convoca.messaging.models.whatsapp import (
    Conversation,
    OptIn,
    SenderNumber,
    Template,
    WrittenText,
)

__all__ = [
    "Bounce",
    "ChannelPause",
    "Conversation",
    "InboundEvent",
    "Message",
    "OptIn",
    "RefusalCount",
    "SenderNumber",
    "Suppression",
    "Template",
    "WrittenText",
]
