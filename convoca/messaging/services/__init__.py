"""Writing messages: into the outbox, back before they leave, and out of the house."""

from convoca.messaging.services.again import (
    readdress_messages,
    retry_failed,
    settle_message,
    undo_retry,
)
from convoca.messaging.services.delivery import deliver_channel, deliver_due
from convoca.messaging.services.delivery_rows import mend_times, settle_lost_leases
from convoca.messaging.services.outbox import (
    UNDO_TIME,
    queue_message,
    queue_messages,
)
from convoca.messaging.services.own_channels import OwnChannels, read_own_channels
from convoca.messaging.services.pauses import hold_channel, pause_channel, resume_channel
from convoca.messaging.services.taking_back import (
    cancel_letters,
    cancel_messages,
    undo_messages,
)
from convoca.messaging.services.texts import Letter, Recipient, Text, write_text
from convoca.messaging.services.whatsapp_consent import end_opt_in, record_opt_in
from convoca.messaging.services.whatsapp_shelf import (
    Brought,
    add_house_templates,
    bring_templates,
    hand_in_template,
)
from convoca.messaging.services.whatsapp_templates import (
    add_template,
    edit_template,
    mark_template,
    queue_test,
    template_text,
)
from convoca.messaging.services.whatsapp_texts import mark_seen

__all__ = [
    "UNDO_TIME",
    "Brought",
    "Letter",
    "OwnChannels",
    "Recipient",
    "Text",
    "add_house_templates",
    "add_template",
    "bring_templates",
    "cancel_letters",
    "cancel_messages",
    "deliver_channel",
    "deliver_due",
    "edit_template",
    "end_opt_in",
    "hand_in_template",
    "hold_channel",
    "mark_seen",
    "mark_template",
    "mend_times",
    "pause_channel",
    "queue_message",
    "queue_messages",
    "queue_test",
    "read_own_channels",
    "readdress_messages",
    "record_opt_in",
    "resume_channel",
    "retry_failed",
    "settle_lost_leases",
    "settle_message",
    "template_text",
    "undo_messages",
    "undo_retry",
    "write_text",
]
