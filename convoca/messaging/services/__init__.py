"""Writing messages: into the outbox, back before they leave, and out of the house."""

from convoca.messaging.services.again import (
    readdress_messages,
    retry_failed,
    settle_message,
)
from convoca.messaging.services.delivery import deliver_due, settle_lost_leases
from convoca.messaging.services.outbox import (
    UNDO_TIME,
    queue_message,
    queue_messages,
)
from convoca.messaging.services.taking_back import (
    cancel_letters,
    cancel_messages,
    undo_messages,
)
from convoca.messaging.services.texts import Letter, Recipient, Text, write_text

__all__ = [
    "UNDO_TIME",
    "Letter",
    "Recipient",
    "Text",
    "cancel_letters",
    "cancel_messages",
    "deliver_due",
    "queue_message",
    "queue_messages",
    "readdress_messages",
    "retry_failed",
    "settle_lost_leases",
    "settle_message",
    "undo_messages",
    "write_text",
]
