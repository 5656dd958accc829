"""When each participant can, and the plan of dates computed from it."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convoca.cycles.models import Cycle
from convoca.directory.models import Community, Person, Seat
from convoca.workplan.core.grid import is_complete
from convoca.workplan.core.model import Away, Council


class Availability(models.Model):
    """When who takes part for a seat can, in the own zone of the municipality.

    `weekly` is 5 rows of len(HOURS) letters, Monday first: y yes, m if need be, n no, - not asked
    yet; see `core/grid.py`. `away` holds [first ISO day, last ISO day] pairs, both included.
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
        return _absences(self.away)

    @property
    def council(self) -> Council | None:
        """Return the half day of the council as a value."""
        if self.council_weekday is None:
            return None
        half = "am" if self.council_half == "am" else "pm"
        return Council(self.council_weekday, tuple(self.council_nth), half)

    @property
    def is_complete(self) -> bool:
        """Say whether every day was answered."""
        return is_complete(self.weekly)


class Expert(models.Model):
    """Somebody who may lead a session; without themes, any topic. Hours as the association's."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="experts")
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    themes = models.ManyToManyField("agenda.Theme", blank=True, related_name="experts")
    weekly = models.CharField(max_length=60)
    away = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def absences(self) -> tuple[Away, ...]:
        """Return the days away as values, in the order given."""
        return _absences(self.away)


class Plan(models.Model):
    """One computation of the dates of a cycle: asked for, worked out, then confirmed or not.

    While it is queued, its work (see foundation) says how far it is.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("calculando")
        SOLVED = "solved", _("calculado")
        FAILED = "failed", _("sin solución")
        CONFIRMED = "confirmed", _("confirmado")
        CANCELLED = "cancelled", _("cancelado")

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="plans")
    state = models.CharField(max_length=12, choices=State, default=State.QUEUED)
    problem = models.JSONField()
    result = models.JSONField(default=dict)
    message = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    solved_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle"], condition=Q(state="confirmed"), name="one_confirmed_plan"
            ),
            models.UniqueConstraint(
                fields=["cycle"], condition=Q(state="queued"), name="one_plan_in_hand"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.state}"


def _absences(stored: list[list[str]]) -> tuple[Away, ...]:
    return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in stored)
