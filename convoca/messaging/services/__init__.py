"""Writing messages: into the outbox, and out of the house."""

from convoca.messaging.services.delivery import deliver_due, settle_lost_leases
from convoca.messaging.services.outbox import (
    Recipient,
    Text,
    cancel_messages,
    queue_message,
    settle_message,
    write_text,
)

__all__ = [
    "Recipient",
    "Text",
    "cancel_messages",
    "deliver_due",
    "queue_message",
    "settle_lost_leases",
    "settle_message",
    "write_text",
]
