"""A work in the hands of a worker."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from convoca.foundation.models import Work
from convoca.foundation.works.errors import LostWorkError, WorkInterruptedError

Record = Callable[[], object]
"""What writes down what came of a work, in the transaction in which the work is done."""


@dataclass(frozen=True)
class Hold:
    """A claimed work, while its worker lives and nobody cancels it."""

    work: Work
    lease: timedelta
    until: Callable[[], bool] = lambda: False

    def tell(self, done: int, total: int) -> None:
        """Show how far the work is, in whatever unit, and keep it for another lease.

        Raises LostWorkError where it is no longer ours, WorkInterruptedError where the worker
        is to end.
        """
        if self.until():
            raise WorkInterruptedError(self.work.pk)
        kept = self.row().update(
            progress_done=min(done, total),
            progress_total=total,
            free_at=timezone.now() + self.lease,
        )
        if not kept:
            raise LostWorkError(self.work.pk)

    def row(self) -> QuerySet[Work]:
        """Return the row of the work, as long as it is in these hands."""
        return Work.objects.filter(
            pk=self.work.pk, state=Work.State.RUNNING, lease_number=self.work.lease_number
        )
