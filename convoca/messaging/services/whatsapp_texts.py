"""What people write to us by WhatsApp: kept for the staff, and obeyed where it asks to stop."""

from datetime import datetime

from django.db import transaction

from convoca.foundation.models import Association
from convoca.messaging.core.whatsapp_events import PreferenceNews, TextNews
from convoca.messaging.core.whatsapp_words import Wish, wish_of
from convoca.messaging.models import Conversation, Message, OptIn, WrittenText
from convoca.messaging.services.whatsapp_consent import end_opt_in, record_opt_in


def apply_text(news: TextNews, *, now: datetime) -> bool:
    """Keep what somebody wrote, open the 24 hours, and obey BAJA and ALTA at once.

    The moments are those at which it was written, whatever order they reach us in; one from
    the future counts as now. What was obeyed needs nobody to read it.
    """
    if WrittenText.objects.filter(wamid=news.wamid).exists():
        return True
    at = min(news.at, now)
    address = address_of(news.wa_id)
    association = _association_of(address)
    if association is None:
        return False
    _open_window(address, news.wa_id, at=at)
    wish = wish_of(news.text)
    _obey(wish, association, address, news.text, at=at)
    WrittenText.objects.create(
        association=association,
        wamid=news.wamid[:200],
        address=address,
        name=news.name[:200],
        kind=news.kind,
        text=news.text,
        at=at,
        seen_at=None if wish is Wish.NONE else now,
    )
    return True


def apply_preference(news: PreferenceNews, *, now: datetime) -> bool:
    """End the opt-in of who stopped us in the application itself; resuming is not a new one."""
    if news.stops:
        end_opt_in(address=address_of(news.wa_id), now=now)
    return True


@transaction.atomic
def mark_seen(*, written: WrittenText, by_name: str, now: datetime) -> bool:
    """Mark that somebody has read and answered it; False where another was first."""
    unseen = WrittenText.objects.filter(pk=written.pk, seen_at__isnull=True)
    return unseen.update(seen_at=now, seen_by_name=by_name[:200]) > 0


def address_of(wa_id: str) -> str:
    """Return the number that we know by Meta's name for it; in some countries they differ."""
    known = Conversation.objects.filter(wa_id=wa_id).values_list("address", flat=True).first()
    return known or f"+{wa_id}"[:32]


def _open_window(address: str, wa_id: str, *, at: datetime) -> None:
    Conversation.objects.get_or_create(address=address)
    conversation = Conversation.objects.select_for_update().get(address=address)
    last = conversation.last_inbound_at
    conversation.last_inbound_at = max(last, at) if last else at
    conversation.wa_id, conversation.is_unreachable = wa_id[:32], False
    conversation.save(update_fields=["last_inbound_at", "wa_id", "is_unreachable"])


def _obey(wish: Wish, association: Association, address: str, words: str, *, at: datetime) -> None:
    if wish is Wish.STOP:
        end_opt_in(address=address, now=at)
    elif wish is Wish.START and not _stopped_later(address, at=at):
        record_opt_in(
            association=association, address=address, wording=words, how=OptIn.How.WROTE, now=at
        )


def _stopped_later(address: str, *, at: datetime) -> bool:
    """Say whether the number asked to stop after this was written: events come in any order."""
    later = WrittenText.objects.filter(address=address, at__gte=at).values_list("text", flat=True)
    return any(wish_of(text) is Wish.STOP for text in later)


def _association_of(address: str) -> Association | None:
    """Return whom somebody writes to: who wrote to that number last, else who began here."""
    last = Message.objects.filter(channel=Message.Channel.WHATSAPP, to_address=address)
    message = last.select_related("association").order_by("-created_at", "-pk").first()
    if message is not None:
        return message.association
    opt_in = OptIn.objects.filter(address=address).select_related("association").last()
    return opt_in.association if opt_in else Association.objects.order_by("pk").first()
