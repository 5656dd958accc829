"""What is done for a seat that drifts away; calls come up in today's queue as well."""

import logging
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from convoca.cycles.models import Cycle
from convoca.directory.models import User
from convoca.outreach.models import Errand
from convoca.outreach.services import close_errand, open_errand
from convoca.retention.errors import (
    AlertClosedError,
    TaskExistsError,
    TaskOpenError,
    TaskSettledError,
)
from convoca.retention.models import Alert, CareTask
from convoca.retention.queries import spoken_calls
from convoca.retention.queries.tasks import OPEN
from convoca.retention.queries.words import reasons_words
from convoca.retention.services.locks import lock_alert, lock_task

logger = logging.getLogger(__name__)
Kind = CareTask.Kind
LONGEST_RESULT = 300


@transaction.atomic
def assign_task(
    *, alert: Alert, kind: str, due_on: date, owner: User, user: User, now: datetime
) -> CareTask:
    """Turn an alert into a task of somebody, until a day. A call is asked of the queue too.

    Raises AlertClosedError, or TaskExistsError while one of this kind is open.
    """
    alert = lock_alert(alert.pk)
    if alert.closed_at is not None:
        raise AlertClosedError(alert.pk)
    if alert.tasks.filter(OPEN, kind=kind).exists():
        raise TaskExistsError(alert.pk)
    task = CareTask.objects.create(
        alert=alert,
        kind=kind,
        due_on=due_on,
        owner=owner,
        created_at=now,
        created_by=user,
    )
    _ask_queue(task, now=now)
    logger.info("task %s (%s) given to user %s by user %s", task.pk, kind, owner.pk, user.pk)
    return task


@transaction.atomic
def do_task(*, task: CareTask, result: str, user: User | None, now: datetime) -> CareTask:
    """Say that a task was done, and what came of it. Raises TaskSettledError."""
    task = _lock_open(task)
    task.done_at = now
    return _settle(task, result, user=user, now=now)


@transaction.atomic
def drop_task(*, task: CareTask, result: str, user: User | None, now: datetime) -> CareTask:
    """Say that a task is not done after all, and why. Raises TaskSettledError."""
    task = _lock_open(task)
    task.dropped_at = now
    return _settle(task, result, user=user, now=now)


@transaction.atomic
def undo_task(*, task: CareTask, user: User, now: datetime) -> CareTask:
    """Open a task again that was done or dropped.

    Raises TaskOpenError when it is open, TaskExistsError when another of its kind is, and
    AlertClosedError when its alert was closed meanwhile.
    """
    task = lock_task(task)
    if task.is_open:
        raise TaskOpenError(task.pk)
    if task.alert.closed_at is not None:
        raise AlertClosedError(task.alert_id)
    if task.alert.tasks.filter(OPEN, kind=task.kind).exists():
        raise TaskExistsError(task.alert_id)
    task.done_at = task.dropped_at = task.settled_by = None
    task.result = ""
    task.save(update_fields=["done_at", "dropped_at", "settled_by", "result"])
    _ask_queue(task, now=now)
    logger.info("task %s opened again by user %s", task.pk, user.pk)
    return task


def drop_open_tasks(*, alert: Alert, user: User | None, now: datetime) -> None:
    """Drop what is still to be done for an alert that is closed; its ending says why."""
    for task in alert.tasks.filter(OPEN):
        drop_task(task=task, result=alert.get_ending_display(), user=user, now=now)


def settle_spoken_calls(*, cycle: Cycle, now: datetime) -> int:
    """Say of each open call whose seat was spoken with meanwhile that it was done; how many."""
    calls = spoken_calls(cycle)
    for call, attempt in calls:
        result = attempt.note or attempt.get_result_display()
        task = _lock_open(call)
        task.done_at = attempt.at
        _settle(task, result, user=attempt.by, now=now)
    return len(calls)


def _lock_open(task: CareTask) -> CareTask:
    task = lock_task(task)
    if not task.is_open:
        raise TaskSettledError(task.pk)
    return task


def _settle(task: CareTask, result: str, *, user: User | None, now: datetime) -> CareTask:
    task.result = result.strip()[:LONGEST_RESULT]
    task.settled_by = user
    task.save(update_fields=["done_at", "dropped_at", "settled_by", "result"])
    _tell_queue(task, now=now)
    logger.info("task %s settled by user %s", task.pk, user.pk if user else None)
    return task


def _origin(task: CareTask) -> str:
    return f"care:{task.pk}"


def _ask_queue(task: CareTask, *, now: datetime) -> None:
    """Ask today's queue for a call, with the reasons in words."""
    if task.kind != Kind.CALL:
        return
    open_errand(
        cycle=task.alert.cycle,
        seat=task.alert.seat,
        reason=_("Fidelización: %(reasons)s") % {"reasons": reasons_words(task.alert.told)},
        due_on=task.due_on,
        owner=task.owner,
        origin=_origin(task),
        now=now,
    )


def _tell_queue(task: CareTask, *, now: datetime) -> None:
    """Take a call out of today's queue once it is settled here."""
    for errand in Errand.objects.filter(origin=_origin(task), closed_at__isnull=True):
        close_errand(errand=errand, now=now)
