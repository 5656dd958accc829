"""Giving seats into the care of somebody of the staff, who keeps them in the next cycle."""

from collections.abc import Collection

from django.db import transaction

from convoca.convening.models import SeatCare
from convoca.convening.services.locks import lock_open_cycle
from convoca.cycles.models import Cycle
from convoca.directory.models import User


@transaction.atomic
def assign_seats(*, cycle: Cycle, seat_ids: Collection[int], user: User | None) -> int:
    """Give seats into somebody's care, whoever had them; None leaves them to nobody.

    Returns how many changed hands: pressed twice, the second time none.

    Raises CycleOverError when the cycle is closed.
    """
    cycle = lock_open_cycle(cycle)
    before = dict(cycle.cares.filter(seat__in=seat_ids).values_list("seat", "user"))
    wanted = user.pk if user else None
    changed = [pk for pk in seat_ids if before.get(pk) != wanted]
    cycle.cares.filter(seat__in=changed).delete()
    if user is not None:
        SeatCare.objects.bulk_create(SeatCare(cycle=cycle, seat_id=pk, user=user) for pk in changed)
    return len(changed)


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
