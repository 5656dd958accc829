"""Asking for long work, stopping it, asking again."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from convoca.foundation.models import Association, Work
from convoca.foundation.queue import nudge_after_commit
from convoca.foundation.works.errors import WorkEndedError
from convoca.foundation.works.kinds import kind_of, known_kinds

logger = logging.getLogger(__name__)
KEPT = timedelta(days=30)
WORKS = "works"
"""The nudge that follows an order: the worker looks what is to be done."""
State = Work.State
STOPPABLE = Q(state__in=Work.OPEN) | Q(state=State.FAILED, can_retry=True)


@dataclass(frozen=True)
class WorkOrder:
    """What is to be done and for whom; see `models.Work`.

    While a work with the same kind and key is open, the order is that work.
    """

    kind: str
    key: str
    subject_id: int
    association: Association
    community_id: int | None
    title: str
    address: str


@transaction.atomic
def start_work(*, order: WorkOrder, asked_by_id: int | None, now: datetime) -> Work:
    """Ask for a work once, however often the button is pressed; the worker does it.

    One with the same key that failed is over by that: this one takes its place.
    """
    same = Work.objects.filter(kind=order.kind, key=order.key)
    same.filter(state=State.FAILED).update(state=State.CANCELLED)
    work, is_new = same.get_or_create(
        state__in=Work.OPEN,
        defaults={
            **vars(order),
            "title": order.title[:200],
            "asked_by_id": asked_by_id,
            "asked_at": now,
        },
    )
    if is_new:
        nudge_after_commit(WORKS)
        logger.info("user %s asked for work %s, %s", asked_by_id, work.pk, work.kind)
    return work


@transaction.atomic
def cancel_work(*, work_id: int, now: datetime) -> Work:
    """Stop a work that waits, runs or failed; cancelling it twice is cancelling it once.

    Who has it in hand finds out when telling the progress or recording, and records nothing.

    Raises WorkEndedError.
    """
    work = Work.objects.select_for_update(of=("self",)).get(pk=work_id)
    if work.state == State.CANCELLED:
        return work
    if not (work.is_open or work.can_retry):
        raise WorkEndedError(work.state)
    _cancel(work, now)
    return work


@transaction.atomic
def cancel_work_of(*, kind: str, subject_id: int, now: datetime) -> bool:
    """Stop whatever work there is for a subject; say whether there was any."""
    works = Work.objects.select_for_update(of=("self",)).filter(STOPPABLE, kind=kind)
    found = list(works.filter(subject_id=subject_id).order_by("pk"))
    for work in found:
        _cancel(work, now)
    return bool(found)


@transaction.atomic
def retry_work(*, work_id: int, now: datetime) -> Work:
    """Let a work that failed wait again, with all its tries; pressing twice asks once.

    Raises WorkEndedError, also when another work has taken its place.
    """
    work = Work.objects.select_for_update(of=("self",)).get(pk=work_id)
    if work.is_open:
        return work
    if not (work.state == State.FAILED and work.can_retry):
        raise WorkEndedError(work.state)
    work.state, work.error, work.can_retry = State.WAITING, "", False
    work.tries, work.progress_done, work.progress_total = 0, 0, 0
    work.asked_at, work.free_at, work.started_at, work.ended_at = now, None, None, None
    work.save()
    kind_of(work).follow(work)
    nudge_after_commit(WORKS)
    return work


def forget_works(*, now: datetime) -> int:
    """Drop what ended over 30 days ago, and cancel what failed and nobody asked for again."""
    old = Work.objects.filter(ended_at__lt=now - KEPT)
    left = old.filter(state=State.FAILED, can_retry=True, kind__in=known_kinds())
    for work_id in left.values_list("pk", flat=True):
        cancel_work(work_id=work_id, now=now)
    return old.delete()[0]


def _cancel(work: Work, now: datetime) -> None:
    work.state, work.can_retry, work.ended_at = State.CANCELLED, False, now
    work.save(update_fields=["state", "can_retry", "ended_at"])
    kind_of(work).follow(work)
    logger.info("work %s was cancelled", work.pk)
