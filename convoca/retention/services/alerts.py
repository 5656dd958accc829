"""Opening and closing alerts."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from convoca.convening.core.presence import Presence
from convoca.cycles.models import Cycle
from convoca.cycles.services import lock_cycle
from convoca.directory.models import User
from convoca.retention.errors import AlertClosedError, AlertOpenError, AlertOverError
from convoca.retention.models import Alert
from convoca.retention.queries import RiskBoard, SeatRisk, read_risks
from convoca.retention.services.locks import lock_alert
from convoca.retention.services.tasks import drop_open_tasks, settle_spoken_calls

logger = logging.getLogger(__name__)
Ending = Alert.Ending


@dataclass(frozen=True)
class Review:
    """What a look at a cycle changed."""

    opened: int
    closed: int


@transaction.atomic
def open_alerts(*, cycle: Cycle, now: datetime) -> Review:
    """Open an alert for each seat that drifts away after the last session held, and close those
    whose seat came again, has no reason left, or takes no part any more.

    Safe to run at any time and by two at once: the cycle is kept from others meanwhile, a
    seat has one open alert, and one that was closed is not opened again for the same session.
    A closed cycle opens nothing, and its open alerts end with it.
    """
    cycle = lock_cycle(cycle)
    settle_spoken_calls(cycle=cycle, now=now)
    board = read_risks(cycle)
    closed = 0
    for alert in Alert.objects.select_for_update().filter(cycle=cycle, closed_at__isnull=True):
        if ending := _ending_of(alert, board):
            _close(alert, ending, now=now)
            closed += 1
    opened = [] if cycle.closed_at else _open(board, now=now)
    if opened or closed:
        logger.info("cycle %s: %s alerts opened, %s closed", cycle.pk, len(opened), closed)
    return Review(len(opened), closed)


def _ending_of(alert: Alert, board: RiskBoard) -> str:
    """Say why an open alert is to end; an empty text while it is not."""
    if board.cycle.closed_at is not None:
        return Ending.OVER
    today = board.find(alert.seat_id)
    if today is None:
        return Ending.LEFT
    later = [
        mark
        for number, mark in zip(board.held, today.record.marks, strict=True)
        if number > alert.after_number
    ]
    if Presence.PRESENT in later and not today.risk.alerts:
        return Ending.CAME
    return "" if today.risk.reasons else Ending.CALM


def _open(board: RiskBoard, *, now: datetime) -> list[Alert]:
    known = Alert.objects.filter(cycle=board.cycle)
    told = set(known.filter(closed_at__isnull=True).values_list("seat_id", flat=True))
    told |= set(known.filter(after_number__in=board.held[-1:]).values_list("seat_id", flat=True))
    return Alert.objects.bulk_create(
        _alert_of(one, board, now=now) for one in board.alerting if one.row.seat.pk not in told
    )


def _alert_of(one: SeatRisk, board: RiskBoard, *, now: datetime) -> Alert:
    return Alert(
        cycle=board.cycle,
        seat=one.row.seat,
        after_number=board.held[-1],
        level=one.risk.level,
        reasons=[[reason.kind, reason.count] for reason in one.risk.reasons],
        band=one.record.band,
        opened_at=now,
    )


def _close(alert: Alert, ending: str, *, now: datetime, user: User | None = None) -> None:
    alert.closed_at, alert.ending, alert.closed_by = now, ending, user
    alert.save(update_fields=["closed_at", "ending", "closed_by"])
    drop_open_tasks(alert=alert, user=user, now=now)


@transaction.atomic
def close_alert(*, alert: Alert, user: User, now: datetime) -> Alert:
    """Say that an alert needs nothing more; its open tasks are dropped. Raises AlertClosedError."""
    alert = lock_alert(alert.pk)
    if alert.closed_at is not None:
        raise AlertClosedError(alert.pk)
    _close(alert, Ending.BY_HAND, now=now, user=user)
    logger.info("alert %s closed by user %s", alert.pk, user.pk)
    return alert


@transaction.atomic
def reopen_alert(*, alert: Alert, user: User) -> Alert:
    """Open an alert again that was closed by hand, in a cycle that still runs.

    Raises AlertOverError for any other, AlertOpenError when the seat has an open one.
    """
    cycle = lock_cycle(alert.cycle)
    alert = lock_alert(alert.pk)
    others = Alert.objects.filter(cycle=cycle, seat=alert.seat_id, closed_at__isnull=True)
    if others.exists():
        raise AlertOpenError(alert.pk)
    if alert.ending != Ending.BY_HAND or cycle.closed_at is not None:
        raise AlertOverError(alert.pk)
    alert.closed_at, alert.ending, alert.closed_by = None, Ending.OPEN, None
    alert.save(update_fields=["closed_at", "ending", "closed_by"])
    logger.info("alert %s opened again by user %s", alert.pk, user.pk)
    return alert
