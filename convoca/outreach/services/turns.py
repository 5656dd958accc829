"""Taking turns at the telephone: nobody is called by two people at a time."""

from datetime import datetime

from django.db import IntegrityError, transaction

from convoca.convening.services.locks import lock_open_cycle
from convoca.cycles.models import Cycle
from convoca.directory.models import User
from convoca.outreach.core.queue import Due
from convoca.outreach.core.turns import LEASE, PUT_OFF
from convoca.outreach.models import Deferral, Turn
from convoca.outreach.queries.day import Day, plan_day


@transaction.atomic
def take_turn(*, cycle: Cycle, user: User, now: datetime) -> Turn | None:
    """Give somebody the next person to call, for 15 minutes; None when nobody is left now.

    Who has a person in hand keeps that one, with a new lease.

    Raises CycleOverError.
    """
    cycle = lock_open_cycle(cycle)
    held = Turn.objects.filter(cycle=cycle, user=user).first()
    if held is not None:
        held.held_until = now + LEASE
        held.save(update_fields=["held_until"])
        return held
    day = plan_day(cycle, now=now, caller_id=user.pk)
    for due in day.turns_for(user.pk):
        turn = _hold(due, day, cycle=cycle, user=user, now=now)
        if turn is not None:
            return turn
    return None


@transaction.atomic
def put_off(*, turn_number: int, cycle: Cycle, user: User, now: datetime) -> Turn | None:
    """Leave the person in hand for two hours later, and take the next.

    A turn that is not in hand any more is left as it is.

    Raises CycleOverError.
    """
    cycle = lock_open_cycle(cycle)
    turn = Turn.objects.filter(pk=turn_number, cycle=cycle, user=user).first()
    if turn is not None:
        Deferral.objects.update_or_create(
            cycle=cycle, seat=turn.seat, defaults={"until": now + PUT_OFF}
        )
        turn.delete()
    return take_turn(cycle=cycle, user=user, now=now)


@transaction.atomic
def leave_queue(*, cycle: Cycle, user: User) -> None:
    """Let go of whom somebody has in hand, so that others may call them."""
    Turn.objects.filter(cycle=cycle, user=user).delete()


def _hold(due: Due, day: Day, *, cycle: Cycle, user: User, now: datetime) -> Turn | None:
    """Hold a person; None when somebody of another community took them a moment ago."""
    one = day.contactable[due.seat_id]
    Turn.objects.filter(person=one.person, held_until__lte=now).delete()
    try:
        with transaction.atomic():
            return Turn.objects.create(
                cycle=cycle,
                seat=one.seat,
                person=one.person,
                user=user,
                reason=due.reason,
                errand=day.errands.get(due.seat_id),
                planned=max(day.planned_for(user.pk), day.done.get(user.pk, 0) + 1),
                held_until=now + LEASE,
            )
    except IntegrityError:
        return None
