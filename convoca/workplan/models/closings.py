"""Days on which an association holds no session, beside the holidays of the country."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from convoca.directory.models import Community, Municipality, Region
from convoca.foundation.models import Association
from convoca.workplan.models.marks import mark_of_values


class Closing(models.Model):
    """Days closed, first and last included: for all, a region, a comuna or a community.

    A closed day of a comuna counts as an absence of whoever takes part for it. One that was
    taken back has `dropped_at`, counts for nothing, and may come back.
    """

    class Kind(models.TextChoices):
        COMUNA_DAY = "comuna_day", _("día de la comuna")
        ELECTION = "election", _("elección")
        BLACKOUT = "blackout", _("semana sin sesiones")
        OTHER = "other", _("otro")

    association = models.ForeignKey(Association, models.CASCADE, related_name="closings")
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=120)
    first_on = models.DateField()
    last_on = models.DateField()
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")
    community = models.ForeignKey(Community, models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["first_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on")), name="closing_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(region__isnull=True, municipality__isnull=True)
                | Q(region__isnull=True, community__isnull=True)
                | Q(municipality__isnull=True, community__isnull=True),
                name="closing_is_for_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_on} {self.name}"

    @property
    def mark(self) -> str:
        """Return a mark of what a form may change."""
        whose = (self.region_id, self.municipality_id, self.community_id)
        days = (self.first_on, self.last_on, self.dropped_at)
        return mark_of_values(self.kind, self.name, *days, *whose)


class WorkedHoliday(models.Model):
    """A holiday of the country's table on which an association holds sessions all the same."""

    association = models.ForeignKey(Association, models.CASCADE, related_name="worked_holidays")
    on = models.DateField()
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["association", "on"],
                condition=Q(region__isnull=True),
                name="one_worked_holiday_of_the_country",
            ),
            models.UniqueConstraint(
                fields=["association", "on", "region"], name="one_worked_holiday_per_region"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}"
