"""Communities of practice and who runs them."""

import hashlib
import json

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from convoca.directory.models.country import DirectorateKind
from convoca.directory.models.users import User
from convoca.foundation.models import Association


class Community(models.Model):
    """All directors of one kind; it lives in cycles, which follow its settings."""

    SETTINGS = (
        "kind",
        "name",
        "benefit_municipality",
        "benefit_directorate",
        "session_count",
        "session_min",
        "gap_min_days",
        "gap_max_days",
        "cadence",
        "cadence_weekday",
        "cadence_nth",
        "reach",
        "weight_attendance",
        "weight_reach",
        "weight_region",
    )
    """What those who coordinate may change."""

    class Cadence(models.TextChoices):
        """How the sessions follow one another; `core/model.py` of workplan says what each means."""

        DAYS = "days", _("con tantos días entre una y otra")
        WEEKLY = "weekly", _("cada semana")
        FORTNIGHTLY = "fortnightly", _("cada dos semanas")
        THREE_WEEKLY = "three_weekly", _("cada tres semanas")
        MONTHLY = "monthly", _("una cada mes")

    association = models.ForeignKey(Association, models.PROTECT, related_name="communities")
    kind = models.ForeignKey(DirectorateKind, models.PROTECT, related_name="communities")
    name = models.CharField(max_length=120)
    benefit_municipality = models.TextField()
    benefit_directorate = models.TextField()
    session_count = models.PositiveSmallIntegerField(
        default=4, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    session_min = models.PositiveSmallIntegerField(
        default=60, validators=[MinValueValidator(30), MaxValueValidator(240)]
    )
    gap_min_days = models.PositiveSmallIntegerField(default=10, validators=[MinValueValidator(1)])
    gap_max_days = models.PositiveSmallIntegerField(default=18, validators=[MaxValueValidator(120)])
    cadence = models.CharField(max_length=12, choices=Cadence, default=Cadence.DAYS)
    cadence_weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    cadence_nth = models.PositiveSmallIntegerField(null=True, blank=True)
    reach = models.PositiveSmallIntegerField(default=2, validators=[MinValueValidator(1)])
    weight_attendance = models.PositiveSmallIntegerField(default=1)
    weight_reach = models.PositiveSmallIntegerField(default=3)
    weight_region = models.PositiveSmallIntegerField(default=2)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "communities"
        constraints = [
            models.UniqueConstraint(fields=["association", "name"], name="one_community_per_name"),
            models.CheckConstraint(
                condition=models.Q(gap_max_days__gte=models.F("gap_min_days")),
                name="gap_is_a_range",
            ),
            models.CheckConstraint(
                condition=models.Q(cadence_weekday__isnull=True) | models.Q(cadence_weekday__lte=4),
                name="cadence_weekday_is_a_working_day",
            ),
            models.CheckConstraint(
                condition=models.Q(cadence_nth__isnull=True)
                | models.Q(
                    cadence="monthly", cadence_weekday__isnull=False, cadence_nth__range=(1, 4)
                ),
                name="cadence_nth_is_of_a_month",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def longest_gap_days(self) -> int:
        """Return how many days may lie between two sessions at most."""
        weeks = {"weekly": 1, "fortnightly": 2, "three_weekly": 3, "monthly": 5}
        return 7 * weeks[self.cadence] if self.cadence in weeks else self.gap_max_days

    @property
    def settings_mark(self) -> str:
        """Return a mark of what is set now: another when anything of SETTINGS is another."""
        values = [str(self.serializable_value(name)) for name in self.SETTINGS]
        return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:16]


class TeamMember(models.Model):
    """What somebody of the staff does in a community."""

    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("coordinación")
        INTERVIEWER = "interviewer", _("entrevistas")
        EXPERT = "expert", _("experto/a")

    community = models.ForeignKey(Community, models.CASCADE, related_name="team")
    user = models.ForeignKey(User, models.CASCADE, related_name="teams")
    role = models.CharField(max_length=12, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "user"], name="one_role_per_community")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"
