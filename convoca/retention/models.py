"""Who is drifting away, what was done about it, and whether it helped."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convoca.convening.core.bands import Band
from convoca.convening.core.risk import Action, Level, Reason, ReasonKind
from convoca.cycles.models import Cycle
from convoca.directory.models import Seat

BANDS = [(band.value, band.value) for band in Band]


class Alert(models.Model):
    """What was seen of one seat after session `after_number`: that it may be drifting away.

    Level, reasons and band are those of that moment and never change: the effect of what is
    done is measured from them. `reasons` are [kind, count] pairs, in order.
    """

    class Level(models.TextChoices):
        HIGH = Level.HIGH, _("ahora")
        MEDIUM = Level.MEDIUM, _("pronto")

    class Ending(models.TextChoices):
        OPEN = "", _("abierta")
        CAME = "came", _("volvió a venir")
        CALM = "calm", _("ya no hay motivo")
        LEFT = "left", _("ya no participa en este ciclo")
        OVER = "over", _("terminó el ciclo")
        BY_HAND = "by_hand", _("la cerró el equipo")

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="alerts")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="alerts")
    after_number = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=8, choices=Level)
    reasons = models.JSONField()
    band = models.CharField(max_length=8, choices=BANDS)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=8, choices=Ending, blank=True, default=Ending.OPEN)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "seat"],
                condition=Q(closed_at__isnull=True),
                name="one_open_alert_per_seat_and_cycle",
            ),
            models.UniqueConstraint(
                fields=["cycle", "seat", "after_number"], name="one_alert_per_session"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, ending="")
                | Q(closed_at__isnull=False) & ~Q(ending=""),
                name="closed_alert_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat}, {self.after_number}"

    @property
    def told(self) -> tuple[Reason, ...]:
        """Return the reasons as values, in their order."""
        return tuple(Reason(ReasonKind(kind), count) for kind, count in self.reasons)


class CareTask(models.Model):
    """One thing somebody is to do for a seat that drifts away: by whom, until when, what came.

    Open until it is done or dropped; an alert has at most one open task of a kind.
    """

    class Kind(models.TextChoices):
        CALL = Action.CALL, _("Llamar")
        RECORDING = Action.RECORDING, _("Enviar la grabación")
        THEME = Action.THEME, _("Preguntar qué tema le sirve")
        MAYOR = Action.MAYOR, _("Escribir a su alcalde o alcaldesa")
        DEPUTY = Action.DEPUTY, _("Ofrecer que venga otra persona")

    alert = models.ForeignKey(Alert, models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=12, choices=Kind)
    due_on = models.DateField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="care_tasks")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    result = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["alert", "kind"],
                condition=Q(done_at__isnull=True, dropped_at__isnull=True),
                name="one_open_task_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(dropped_at__isnull=True),
                name="task_is_done_or_dropped",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.alert}"

    @property
    def is_open(self) -> bool:
        """Say whether it is still to be done."""
        return self.done_at is None and self.dropped_at is None
