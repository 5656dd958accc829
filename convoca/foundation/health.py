"""How the house is, in a few numbers: for a balancer, for who watches it, and for the doctor."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from convoca.foundation.models import Duty, Worker
from convoca.foundation.workers import list_living

LATE_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class Health:
    """What works: living workers, seconds since one was last seen (None: never), late duties."""

    workers: int
    worker_seen_s: int | None
    late_duties: tuple[str, ...]

    @property
    def is_working(self) -> bool:
        """Say whether the background work gets done."""
        return self.workers > 0 and not self.late_duties


def read_health(*, now: datetime) -> Health:
    """Read how the background work goes; a duty is late when it waits ten minutes for a hand."""
    seen_at = Worker.objects.order_by("-seen_at").values_list("seen_at", flat=True).first()
    nobody = Q(leased_until=None) | Q(leased_until__lte=now)
    late = Duty.objects.filter(nobody, due_at__lt=now - LATE_AFTER).order_by("due_at")
    return Health(
        workers=list_living(now=now).count(),
        worker_seen_s=None if seen_at is None else max(int((now - seen_at).total_seconds()), 0),
        late_duties=tuple(late.values_list("name", flat=True)),
    )
