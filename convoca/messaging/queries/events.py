"""Reading the inbox: what other systems told us, for the whole installation."""

from datetime import date, datetime

from django.db.models import Count, QuerySet

from convoca.foundation.errors import NotFoundError
from convoca.messaging.core.outline import Line, outline_json, outline_mail
from convoca.messaging.models import InboundEvent, RefusalCount

State = InboundEvent.State


def list_events(*, state: str = "", source: str = "") -> QuerySet[InboundEvent]:
    """List the events without their content, the newest first; of a state, of a source."""
    events = InboundEvent.objects.defer("content").order_by("-pk")
    if state:
        events = events.filter(state=state)
    return events.filter(source=source) if source else events


def count_events() -> dict[tuple[str, str], int]:
    """Count the events by source and state; what there is none of is not named."""
    rows = InboundEvent.objects.values_list("source", "state").annotate(n=Count("pk"))
    return {(source, state): n for source, state, n in rows.order_by("source", "state")}


def get_visible_event(event_id: int) -> InboundEvent:
    """Return an event, or raise NotFoundError. It is of no association: who asks is checked."""
    event = InboundEvent.objects.filter(pk=event_id).first()
    if event is None:
        raise NotFoundError(event_id)
    return event


def outline_of(event: InboundEvent) -> list[Line]:
    """Return the shape of an event, masked: it may tell of people of any association."""
    is_mail = event.source == InboundEvent.Source.MAIL
    return (outline_mail if is_mail else outline_json)(bytes(event.content))


def oldest_event_s(now: datetime) -> int:
    """Return for how many seconds the event that is due longest has waited; 0 when none is."""
    due = InboundEvent.objects.filter(state=State.WAITING, next_try_at__lte=now)
    oldest = due.order_by("next_try_at").values_list("next_try_at", flat=True).first()
    return int((now - oldest).total_seconds()) if oldest else 0


def count_refusals(today: date) -> dict[str, int]:
    """Return how many calls of each source came today with a wrong signature."""
    return dict(RefusalCount.objects.filter(on=today).values_list("source", "count"))
