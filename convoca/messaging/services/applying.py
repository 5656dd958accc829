"""Applying what came in: each event once, in any order, whoever dies.

A worker takes an event with a lease. What the rooms make of it and its mark of applied are
one transaction: either all of that stands and the event is done, or nothing does and it is
tried again. One that nobody made anything of goes to quarantine; a person may replay it.
"""

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from convoca.foundation.errors import ConvocaError
from convoca.messaging.errors import EventStateError
from convoca.messaging.models import InboundEvent
from convoca.messaging.services.inbox import appliers_of, nudge_inbox

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)
KEPT = timedelta(days=30)
MOST_ATTEMPTS = 8
FIRST_WAIT_S = 10
LONGEST_WAIT_S = 3600
State = InboundEvent.State


def apply_due(
    *,
    limit: int | None = None,
    until: Callable[[], bool] = lambda: False,
    clock: Callable[[], datetime] = timezone.now,
) -> int:
    """Apply the events that are due, one by one; return how many were tried.

    It ends after `limit` of them, and as soon as `until` says so.
    """
    fail_poison(now=clock())
    tried = 0
    while (limit is None or tried < limit) and not until():
        event = claim_event(now=clock())
        if event is None:
            break
        tried += 1
        try:
            _apply(event, now=clock())
        except Exception as error:
            logger.exception("event %s was not applied", event.pk)
            _record_failure(event, error, now=clock())
    return tried


@transaction.atomic
def fail_poison(*, now: datetime) -> int:
    """Fail the events whose worker died each time; return how many. The others go on."""
    return (
        _due(now)
        .filter(attempts__gte=MOST_ATTEMPTS)
        .update(
            state=State.FAILED,
            leased_until=None,
            error=_("El programa se cayó cada vez que lo aplicaba. Avise a quien administra."),
        )
    )


@transaction.atomic
def claim_event(*, now: datetime) -> InboundEvent | None:
    """Take the event that has been due longest, so that no other worker does.

    One whose worker died comes back when its lease ends.
    """
    due = _due(now).filter(attempts__lt=MOST_ATTEMPTS).order_by("next_try_at", "pk")
    event = due.select_for_update(skip_locked=True).first()
    if event is None:
        return None
    event.leased_until = now + LEASE
    event.attempts += 1
    event.save(update_fields=["leased_until", "attempts"])
    return event


@transaction.atomic
def forget_events(*, now: datetime) -> int:
    """Drop what was applied long ago, as it tells of people; return how many.

    Until then the same bytes are known again: providers repeat themselves for a week at most.
    """
    old = InboundEvent.objects.filter(state=State.APPLIED, applied_at__lte=now - KEPT)
    return old.delete()[0]


@transaction.atomic
def replay_event(*, event: InboundEvent, now: datetime) -> None:
    """Apply again an event that failed or is in quarantine, as if it had just come.

    Raises EventStateError when it is in neither state any more.
    """
    if not _put_back(InboundEvent.objects.filter(pk=event.pk), now=now):
        raise EventStateError(event.pk)


@transaction.atomic
def replay_events(*, state: InboundEvent.State, now: datetime) -> int:
    """Apply again all events of a state of trouble; return how many wait now."""
    return _put_back(InboundEvent.objects.filter(state=state), now=now)


def _due(now: datetime) -> QuerySet[InboundEvent]:
    nobody = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    return InboundEvent.objects.filter(nobody, state=State.WAITING, next_try_at__lte=now)


@transaction.atomic
def _apply(event: InboundEvent, *, now: datetime) -> None:
    """Let every room hear of an event, and mark it: unless somebody else did meanwhile."""
    mine = InboundEvent.objects.select_for_update().filter(
        pk=event.pk, state=State.WAITING, attempts=event.attempts
    )
    if mine.first() is None:
        return
    content = bytes(event.content)
    heard = [each(content, received_at=event.received_at) for each in appliers_of(event.source)]
    if any(heard):
        mine.update(state=State.APPLIED, applied_at=now, leased_until=None, error="")
        return
    sentence = _(
        "Nadie aquí sabe qué hacer con este aviso. "
        "Se guarda: si más adelante se sabe, aplíquelo otra vez."
    )
    mine.update(state=State.UNKNOWN, leased_until=None, error=sentence)


@transaction.atomic
def _record_failure(event: InboundEvent, error: Exception, *, now: datetime) -> None:
    """Put an event back for later, or give it up after so many attempts."""
    sentence = _("No se pudo aplicar este aviso. Avise a quien administra: quedó en el registro.")
    if isinstance(error, ConvocaError):
        sentence = error.user_message()
    is_last = event.attempts >= MOST_ATTEMPTS
    wait_s = min(FIRST_WAIT_S * 2 ** (event.attempts - 1), LONGEST_WAIT_S)
    wait_s *= random.uniform(0.8, 1.2)  # noqa: S311 - spreads retries, guards nothing
    mine = InboundEvent.objects.filter(pk=event.pk, state=State.WAITING, attempts=event.attempts)
    mine.update(
        state=State.FAILED if is_last else State.WAITING,
        next_try_at=now + timedelta(seconds=wait_s),
        leased_until=None,
        error=sentence[:300],
    )


def _put_back(events: QuerySet[InboundEvent], *, now: datetime) -> int:
    changed = events.filter(state__in=InboundEvent.TROUBLE).update(
        state=State.WAITING, next_try_at=now, attempts=0, leased_until=None, error=""
    )
    if changed:
        nudge_inbox()
    return changed
