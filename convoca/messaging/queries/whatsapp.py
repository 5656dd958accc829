"""Reading what is known of WhatsApp: our number, templates, who agreed, what people wrote."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from convoca.foundation.errors import NotFoundError
from convoca.foundation.models import Association
from convoca.messaging.channels.whatsapp import whatsapp_account
from convoca.messaging.channels.whatsapp_gate import daily_limit
from convoca.messaging.channels.whatsapp_shelf import template_shelf
from convoca.messaging.core.whatsapp_events import UNLIMITED
from convoca.messaging.core.whatsapp_rules import WINDOW
from convoca.messaging.models import (
    ChannelPause,
    Conversation,
    Message,
    OptIn,
    SenderNumber,
    Template,
    WrittenText,
)
from convoca.messaging.queries.stops import paused_channels


@dataclass(frozen=True)
class WhatsAppState:
    """Our number now: how many people were sent templates in 24 hours, of how many it may.

    `limit` is None where there is none. `waiting` is how many messages of the association wait.
    """

    has_account: bool
    is_rehearsal: bool
    counted: int
    limit: int | None
    waiting: int
    agreed: int
    pause: ChannelPause | None
    event: str

    @property
    def room(self) -> int | None:
        """Return how many people more it may be today; None where there is no limit."""
        return None if self.limit is None else max(self.limit - self.counted, 0)


def whatsapp_state(association: Association, *, now: datetime) -> WhatsAppState:
    """Return the state of the channel, in six queries whatever there is."""
    sender = SenderNumber.objects.filter(number_id=settings.WHATSAPP_PHONE_NUMBER_ID).first()
    limit = daily_limit(sender)
    waiting = Message.objects.filter(
        association=association, channel=Message.Channel.WHATSAPP, state=Message.State.QUEUED
    )
    return WhatsAppState(
        has_account=whatsapp_account() is not None,
        is_rehearsal=settings.REHEARSAL,
        counted=Conversation.objects.filter(last_template_at__gt=now - WINDOW).count(),
        limit=None if limit >= UNLIMITED else limit,
        waiting=waiting.count(),
        agreed=list_opt_ins(association).count(),
        pause=paused_channels(now).get(Message.Channel.WHATSAPP),
        event=sender.event if sender else "",
    )


def has_template_shelf() -> bool:
    """Say whether the settings name the account whose templates Meta keeps."""
    return template_shelf() is not None


def list_templates(association: Association) -> QuerySet[Template]:
    """List the templates of an association by name."""
    return Template.objects.filter(association=association).order_by("name", "language")


def get_visible_template(association: Association, template_id: int) -> Template:
    """Return a template of this association, or raise NotFoundError."""
    template = list_templates(association).filter(pk=template_id).first()
    if template is None:
        raise NotFoundError(template_id)
    return template


def approved_templates(association: Association) -> list[Template]:
    """Return the templates that may be sent now, one a name: the first by its language."""
    approved = list_templates(association).filter(state=Template.State.APPROVED)
    return list({template.name: template for template in reversed(approved)}.values())[::-1]


def template_named(association: Association, name: str) -> Template | None:
    """Return the template of a name: an approved one first, then the first by its language."""
    named = list_templates(association).filter(name=name)
    return min(named, key=lambda each: each.state != Template.State.APPROVED, default=None)


def agreed_addresses(association: Association, addresses: Iterable[str]) -> set[str]:
    """Return which of these numbers have agreed to WhatsApp messages."""
    agreed = list_opt_ins(association).filter(address__in=list(addresses))
    return set(agreed.values_list("address", flat=True))


def list_opt_ins(association: Association) -> QuerySet[OptIn]:
    """List who agrees to WhatsApp messages now, the newest proof first."""
    standing = OptIn.objects.filter(association=association, ended_at__isnull=True)
    return standing.order_by("-given_at", "-pk")


def get_visible_opt_in(association: Association, opt_in_id: int) -> OptIn:
    """Return an opt-in of this association, or raise NotFoundError."""
    opt_in = OptIn.objects.filter(association=association, pk=opt_in_id).first()
    if opt_in is None:
        raise NotFoundError(opt_in_id)
    return opt_in


def list_unseen_texts(association: Association) -> QuerySet[WrittenText]:
    """List what people wrote that nobody has marked as read, the newest first."""
    unseen = WrittenText.objects.filter(association=association, seen_at__isnull=True)
    return unseen.order_by("-at", "-pk")


def get_visible_text(association: Association, text_id: int) -> WrittenText:
    """Return something written to this association, or raise NotFoundError."""
    written = WrittenText.objects.filter(association=association, pk=text_id).first()
    if written is None:
        raise NotFoundError(text_id)
    return written
