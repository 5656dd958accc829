"""Giving seats into the care of somebody of the staff, who keeps them in the next cycle."""

import logging
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from convoca.convening.errors import CareUndoTooLateError
from convoca.convening.models import CareChange, SeatCare
from convoca.convening.services.locks import lock_open_cycle
from convoca.convening.services.undo import UndoResult
from convoca.cycles.models import Cycle
from convoca.directory.models import User
from convoca.messaging.services import UNDO_TIME

logger = logging.getLogger(__name__)


@transaction.atomic
def assign_seats(
    *, cycle: Cycle, seat_ids: Collection[int], user: User | None, by: User, now: datetime
) -> int:
    """Give seats into somebody's care, whoever had them; None leaves them to nobody.

    Returns how many changed hands: pressed twice, the second time none. `now` names the act,
    so that it can be undone.

    Raises CycleOverError when the cycle is closed.
    """
    cycle = lock_open_cycle(cycle)
    before = dict(cycle.cares.filter(seat__in=seat_ids).values_list("seat", "user"))
    wanted = user.pk if user else None
    changed = [pk for pk in seat_ids if before.get(pk) != wanted]
    _give(cycle, dict.fromkeys(changed, wanted))
    CareChange.objects.bulk_create(
        CareChange(
            cycle=cycle, seat_id=pk, before_id=before.get(pk), after_id=wanted, by=by, at=now
        )
        for pk in changed
    )
    logger.info("user %s put %s seats in the care of user %s", by.pk, len(changed), wanted)
    return len(changed)


@transaction.atomic
def undo_assignment(*, cycle: Cycle, batch: datetime, now: datetime) -> UndoResult:
    """Give the seats assigned at `batch` back to who had them, within UNDO_TIME.

    A seat that somebody else was given since stays as it is.

    Raises CycleOverError, or CareUndoTooLateError when nothing could be undone.
    """
    cycle = lock_open_cycle(cycle)
    changes = list(CareChange.objects.filter(cycle=cycle, at=batch, at__gt=now - UNDO_TIME))
    holding = dict(cycle.cares.values_list("seat", "user"))
    back = [each for each in changes if holding.get(each.seat_id) == each.after_id]
    if not back:
        raise CareUndoTooLateError(cycle.pk)
    _give(cycle, {each.seat_id: each.before_id for each in back})
    CareChange.objects.filter(pk__in=[each.pk for each in back]).delete()
    return UndoResult(len(back), len(changes) - len(back))


def _give(cycle: Cycle, carers: Mapping[int, int | None]) -> None:
    cycle.cares.filter(seat__in=carers).delete()
    SeatCare.objects.bulk_create(
        SeatCare(cycle=cycle, seat_id=seat_id, user_id=user_id)
        for seat_id, user_id in carers.items()
        if user_id is not None
    )


def carry_over_care(*, source_cycle: Cycle, target_cycle: Cycle) -> None:
    """Leave each seat to who looked after it, if they still work here; again, nothing new."""
    before = SeatCare.objects.filter(cycle=source_cycle, user__is_active=True)
    SeatCare.objects.bulk_create(
        (
            SeatCare(cycle=target_cycle, seat_id=seat_id, user_id=user_id)
            for seat_id, user_id in before.values_list("seat", "user")
        ),
        ignore_conflicts=True,
    )
