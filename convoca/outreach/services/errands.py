"""Calls that other rooms and campaigns ask for."""

from datetime import date, datetime

from convoca.cycles.models import Cycle
from convoca.directory.models import Seat, User
from convoca.outreach.models import Errand


def open_errand(
    *,
    cycle: Cycle,
    seat: Seat,
    reason: str,
    due_on: date,
    owner: User | None,
    origin: str,
    now: datetime,
    script: str = "",
) -> Errand:
    """Ask for a call to a seat; the same `origin` asks once while its errand is open.

    It comes up in the queue from `due_on` on: for its owner first, for anybody without one. It
    ends when somebody has spoken with the seat, or by `close_errand`.
    """
    errand, _is_new = Errand.objects.get_or_create(
        cycle=cycle,
        seat=seat,
        origin=origin,
        closed_at=None,
        defaults={
            "reason": reason[:200],
            "script": script,
            "due_on": due_on,
            "owner": owner,
            "opened_at": now,
        },
    )
    return errand


def close_errand(*, errand: Errand, now: datetime) -> None:
    """End an errand that is not needed any more; one that has ended stays as it is."""
    Errand.objects.filter(pk=errand.pk, closed_at__isnull=True).update(closed_at=now)
