"""When each participant can."""

from django.db import models

from convoca.cycles.models import Cycle
from convoca.directory.models import Person, Seat
from convoca.workplan.core.problem.grid import is_complete
from convoca.workplan.core.problem.model import Away, Council
from convoca.workplan.models.absences import read_absences
from convoca.workplan.models.marks import mark_of_values

UNANSWERED = mark_of_values("", [], None, [], "")
"""The mark where there is no answer yet."""


class Availability(models.Model):
    """When who takes part for a seat can, in the own zone of the municipality.

    `weekly` is 5 rows of len(HOURS) letters, Monday first: y yes, m if need be, n no, - not asked
    yet; see `core/problem/grid.py`.
    `away` holds [first ISO day, last ISO day] pairs, both included.
    A carried one is the standing availability of the seat: it counts until somebody confirms it.
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="availabilities")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="availabilities")
    person = models.ForeignKey(Person, models.PROTECT, related_name="availabilities")
    weekly = models.CharField(max_length=60)
    away = models.JSONField(default=list)
    council_weekday = models.PositiveSmallIntegerField(null=True)
    council_nth = models.JSONField(default=list)
    council_half = models.CharField(max_length=2, blank=True)
    answered_at = models.DateTimeField()
    is_carried = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "availabilities"
        constraints = [
            models.UniqueConstraint(fields=["cycle", "seat"], name="one_availability_per_seat"),
        ]

    def __str__(self) -> str:
        return f"{self.seat}"

    @property
    def absences(self) -> tuple[Away, ...]:
        """Return the days away as values, in the order given."""
        return read_absences(self.away)

    @property
    def council(self) -> Council | None:
        """Return the half day of the council as a value."""
        if self.council_weekday is None:
            return None
        half = "am" if self.council_half == "am" else "pm"
        return Council(self.council_weekday, tuple(self.council_nth), half)

    @property
    def mark(self) -> str:
        """Return a mark of what was answered."""
        council = (self.council_weekday, self.council_nth, self.council_half)
        return mark_of_values(self.weekly, self.away, *council)

    @property
    def is_complete(self) -> bool:
        """Say whether every day was answered."""
        return is_complete(self.weekly)
