"""Cycles and how they went from stage to stage."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from convoca.cycles.core.stages import Stage
from convoca.directory.models import Community

STAGE_CHOICES = [(stage.value, stage.value) for stage in Stage]


class Cycle(models.Model):
    """One round of a community: from the invitation to the closing.

    Deadlines are moments; after them an answer is still welcome, but plans go on without it.
    """

    community = models.ForeignKey(Community, models.PROTECT, related_name="cycles")
    number = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=12, choices=STAGE_CHOICES, default=Stage.CONVENING.value)
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    answer_by = models.DateTimeField()
    plan_from = models.DateField()
    plan_weeks = models.PositiveSmallIntegerField(default=10)
    figures = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "number"], name="one_cycle_per_number"),
            models.UniqueConstraint(
                fields=["community"],
                condition=models.Q(closed_at__isnull=True),
                name="one_open_cycle_per_community",
            ),
        ]

    def __str__(self) -> str:
        return _("%(community)s, ciclo %(number)s") % {
            "community": self.community,
            "number": self.number,
        }


class Transition(models.Model):
    """A gate that was passed: by whom, with what missing, and why if it was not full."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="transitions")
    from_stage = models.CharField(max_length=12, choices=STAGE_CHOICES)
    to_stage = models.CharField(max_length=12, choices=STAGE_CHOICES)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    report = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.from_stage} → {self.to_stage}"
