"""Applying what Meta tells us: statuses, what people write, and changes of what we may send."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from convoca.messaging.channels.whatsapp_errors import sentence_of
from convoca.messaging.core.whatsapp_codes import Act
from convoca.messaging.core.whatsapp_events import (
    News,
    NumberNews,
    PreferenceNews,
    StatusNews,
    TemplateNews,
    TextNews,
    read_events,
)
from convoca.messaging.models import Message, SenderNumber, Template
from convoca.messaging.services.pauses import pause_channel
from convoca.messaging.services.whatsapp_statuses import apply_status
from convoca.messaging.services.whatsapp_texts import apply_preference, apply_text

STATES = {
    "APPROVED": Template.State.APPROVED,
    "REINSTATED": Template.State.APPROVED,
    "UNARCHIVED": Template.State.APPROVED,
    "PENDING": Template.State.PENDING,
    "IN_APPEAL": Template.State.PENDING,
    "REJECTED": Template.State.REJECTED,
    "PAUSED": Template.State.PAUSED,
    "ARCHIVED": Template.State.DISABLED,
    "DELETED": Template.State.DISABLED,
    "DISABLED": Template.State.DISABLED,
    "PENDING_DELETION": Template.State.DISABLED,
}


def apply_whatsapp(content: bytes, *, received_at: datetime) -> bool:
    """Apply one call of Meta's; return whether anything in it concerned us.

    Safe to run twice and in any order. What changes our own number goes first: a message that
    leaves meanwhile holds that row before those of people.
    """
    news = read_events(content, number_id=settings.WHATSAPP_PHONE_NUMBER_ID)
    news.sort(key=lambda each: not isinstance(each, NumberNews))
    heard = [_apply(each, now=received_at) for each in news]  # every one, not only the first
    return any(heard)


def _apply(news: News, *, now: datetime) -> bool:
    match news:
        case StatusNews():
            return apply_status(news, now=now)
        case TextNews():
            return apply_text(news, now=now)
        case TemplateNews():
            return _apply_template(news, now=now)
        case PreferenceNews():
            return apply_preference(news, now=now)
        case NumberNews():
            return _apply_number(news, now=now)


def _apply_template(news: TemplateNews, *, now: datetime) -> bool:
    """Write a template's new state or category; False where we do not keep that template."""
    kept = Template.objects.filter(name=news.name, language=news.language)
    older = kept.filter(changed_at__lte=now)
    if news.category in Template.Category:
        older.update(category=news.category, changed_at=now)
    if news.event in STATES:
        reason = _("Motivo en Meta: %(code)s.") % {"code": news.reason} if news.reason else ""
        older.update(state=STATES[news.event], reason=reason[:300], changed_at=now)
    return kept.exists()


def _apply_number(news: NumberNews, *, now: datetime) -> bool:
    """Write what Meta says of our number; one that it closed sends nothing more."""
    number_id = settings.WHATSAPP_PHONE_NUMBER_ID
    sender = SenderNumber.objects.select_for_update().get_or_create(number_id=number_id)[0]
    if sender.changed_at is not None and sender.changed_at > now:
        return True
    if news.limit is not None:
        sender.daily_limit = news.limit
    sender.event, sender.changed_at = news.event[:60], now
    sender.save(update_fields=["daily_limit", "event", "changed_at"])
    if news.stops:
        reason = sentence_of(Act.STOP_ACCOUNT)
        pause_channel(channel=Message.Channel.WHATSAPP, reason=reason, now=now)
    return True
