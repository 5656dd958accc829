"""Standing availability: what a seat answered in one cycle opens the next."""

from datetime import datetime

from django.db import transaction

from convoca.cycles.models import Cycle
from convoca.workplan.core.problem.grid import is_complete
from convoca.workplan.models import Availability


@transaction.atomic
def carry_availability(*, source_cycle: Cycle, target_cycle: Cycle, now: datetime) -> int:
    """Copy the whole weeks of a cycle into the next, to be confirmed; return how many.

    The week and the council's half day are of the seat, whoever takes part. Absences that are
    over by the first day of the new plan stay behind. A seat that has an answer in the next
    cycle keeps it, so that carrying twice does no harm.
    """
    there = Availability.objects.filter(cycle=target_cycle).values("seat")
    standing = Availability.objects.filter(cycle=source_cycle).exclude(seat__in=there)
    copies = [_copy(one, target_cycle, now) for one in standing if is_complete(one.weekly)]
    return len(Availability.objects.bulk_create(copies))


def _copy(one: Availability, cycle: Cycle, now: datetime) -> Availability:
    return Availability(
        cycle=cycle,
        seat_id=one.seat_id,
        person_id=one.person_id,
        weekly=one.weekly,
        away=[pair for pair in one.away if pair[1] >= cycle.plan_from.isoformat()],
        council_weekday=one.council_weekday,
        council_nth=one.council_nth,
        council_half=one.council_half,
        answered_at=now,
        is_carried=True,
    )
