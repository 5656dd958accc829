"""The rules before a message leaves by WhatsApp, over what the database knows.

It lives with the channel, and not above it, so that no way out passes it by.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from convoca.messaging.channels.base import Parcel
from convoca.messaging.channels.whatsapp_errors import (
    WhatsAppLaterError,
    WhatsAppRefusedError,
    bar_sentence,
)
from convoca.messaging.core.whatsapp_codes import Act
from convoca.messaging.core.whatsapp_rules import (
    WINDOW,
    Case,
    Way,
    is_window_open,
    rule,
    wait_for_room,
    who_must_leave,
)
from convoca.messaging.core.whatsapp_templates import clean_parameter, count_blanks
from convoca.messaging.models import Conversation, Message, OptIn, SenderNumber, Template


@dataclass(frozen=True)
class Pass:
    """A message that may leave: how, and what the database knew. `language` is the template's."""

    way: Way
    tries: int
    language: str
    parameters: Sequence[str]
    conversation: Conversation
    sender: SenderNumber


@transaction.atomic
def let_pass(parcel: Parcel, *, now: datetime) -> Pass:
    """Rule on a parcel and keep its place in the window, before anything is sent.

    The row of our own number is held meanwhile, so that two workers never take the last place
    both. Raises WhatsAppRefusedError, or WhatsAppLaterError with how long to wait.
    """
    message = Message.objects.only("association_id", "attempts").get(pk=parcel.reference)
    sender = _sender_row()
    conversation = Conversation.objects.get_or_create(address=parcel.to_address)[0]
    template = _approved(message.association_id, parcel.template)
    ruling = rule(_case(message, parcel, conversation, template), now=now)
    if ruling.bar is not None:
        raise WhatsAppRefusedError(ruling.bar, bar_sentence(ruling.bar))
    if ruling.wait is not None:
        raise WhatsAppLaterError("spacing", wait=ruling.wait)
    way = ruling.way or Way.TEXT
    if way is Way.TEMPLATE:
        _take_place(conversation, sender, now=now)
    conversation.last_outbound_at = now
    conversation.save(update_fields=["last_outbound_at", "last_template_at"])
    language = template.language if template else ""
    parameters = [clean_parameter(each) for each in parcel.parameters]
    return Pass(way, message.attempts, language, parameters, conversation, sender)


def keep_in_mind(act: Act, address: str, *, now: datetime) -> None:
    """Keep what a refusal tells of a person: not on WhatsApp, or wants no more."""
    if act is Act.UNREACHABLE:
        Conversation.objects.filter(address=address).update(is_unreachable=True)
    elif act is Act.OPTED_OUT:
        OptIn.objects.filter(address=address, ended_at__isnull=True).update(ended_at=now)


def daily_limit(sender: SenderNumber | None) -> int:
    """Return how many people may be sent templates in 24 hours: Meta's word, or the setting."""
    said = sender.daily_limit if sender else None
    return settings.WHATSAPP_DAILY_LIMIT if said is None else said


def _sender_row() -> SenderNumber:
    number_id = settings.WHATSAPP_PHONE_NUMBER_ID
    return SenderNumber.objects.select_for_update().get_or_create(number_id=number_id)[0]


def _approved(association_id: int, name: str) -> Template | None:
    """Return the approved template of a name, the first by its language."""
    if not name:
        return None
    approved = Template.objects.filter(
        association_id=association_id, name=name, state=Template.State.APPROVED
    )
    return approved.order_by("language").first()


def _case(
    message: Message, parcel: Parcel, conversation: Conversation, template: Template | None
) -> Case:
    opt_ins = OptIn.objects.filter(
        association_id=message.association_id, address=parcel.to_address, ended_at__isnull=True
    )
    return Case(
        has_opt_in=opt_ins.exists(),
        is_unreachable=conversation.is_unreachable,
        has_template=bool(parcel.template),
        blanks=count_blanks(template.body) if template else None,
        given=len(parcel.parameters),
        last_inbound_at=conversation.last_inbound_at,
        last_outbound_at=conversation.last_outbound_at,
    )


def _take_place(conversation: Conversation, sender: SenderNumber, *, now: datetime) -> None:
    """Count a person among those of the moving 24 hours, or raise WhatsAppLaterError.

    Who wrote to us in these 24 hours does not count, nor does who is counted already again.
    """
    if is_window_open(conversation.last_inbound_at, now=now):
        return
    counted = Conversation.objects.filter(last_template_at__gt=now - WINDOW)
    others = counted.exclude(pk=conversation.pk).order_by("last_template_at")
    place = who_must_leave(others.count(), limit=daily_limit(sender))
    if place is not None:
        leaves = others.values_list("last_template_at", flat=True)[place : place + 1].first()
        raise WhatsAppLaterError("daily limit", wait=wait_for_room(leaves, now=now))
    conversation.last_template_at = now
