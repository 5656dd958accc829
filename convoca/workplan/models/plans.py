"""Plans of dates: of one cycle, and of all the communities of an association together."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convoca.cycles.models import Cycle
from convoca.foundation.models import Association


class CountryPlan(models.Model):
    """One computation of the dates of several cycles that share experts, facilitators, licences.

    What it finds for each cycle becomes a `Plan` of that cycle, confirmed by itself.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("calculando")
        SOLVED = "solved", _("calculado")
        FAILED = "failed", _("sin solución")
        CANCELLED = "cancelled", _("cancelado")

    association = models.ForeignKey(Association, models.PROTECT, related_name="country_plans")
    state = models.CharField(max_length=12, choices=State, default=State.QUEUED)
    problem = models.JSONField()
    result = models.JSONField(default=dict)
    message = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    solved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["association"],
                condition=Q(state="queued"),
                name="one_country_plan_in_hand",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.association}: {self.state}"


class Plan(models.Model):
    """One computation of the dates of a cycle: asked for, worked out, then confirmed or not.

    While it is queued, its work (see foundation) says how far it is. One that `replaces` the
    confirmed plan of its cycle keeps the dates that stand and plans the others again.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("calculando")
        SOLVED = "solved", _("calculado")
        FAILED = "failed", _("sin solución")
        CONFIRMED = "confirmed", _("confirmado")
        REPLACED = "replaced", _("reemplazado")
        CANCELLED = "cancelled", _("cancelado")

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="plans")
    country = models.ForeignKey(
        "workplan.CountryPlan", models.PROTECT, null=True, related_name="plans"
    )
    replaces = models.ForeignKey(
        "workplan.Plan", models.PROTECT, null=True, related_name="replacements"
    )
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
