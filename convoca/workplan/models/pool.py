"""What the communities of an association share: experts, facilitators, licences of video calls."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from convoca.directory.models import Community, Link
from convoca.foundation.models import Association
from convoca.workplan.core.problem.grid import ALWAYS, UNSAID, YES
from convoca.workplan.core.problem.model import Away
from convoca.workplan.models.absences import read_absences
from convoca.workplan.models.marks import mark_of_values


class PoolPerson(models.Model):
    """Somebody whom several communities may need. Hours as the association's.

    `weekly` holds y and n, and - where nothing was said yet; `answered_at` is when they, or
    somebody for them, said it.
    """

    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    weekly = models.CharField(max_length=60)
    away = models.JSONField(default=list)
    answered_at = models.DateTimeField(null=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def absences(self) -> tuple[Away, ...]:
        """Return the days away as values, in the order given."""
        return read_absences(self.away)

    @property
    def week(self) -> str:
        """Return the week to plan with, y and n only: what was not said counts as free."""
        return self.weekly.replace(UNSAID, YES)

    @property
    def said_week(self) -> str:
        """Return what was said of the week; empty while nothing was."""
        return self.weekly if self.has_said or UNSAID in self.weekly else ""

    @property
    def has_said(self) -> bool:
        """Say whether it is known when they can; until then every hour counts as free."""
        if UNSAID in self.weekly:
            return False
        return self.answered_at is not None or self.weekly != ALWAYS


class Expert(PoolPerson):
    """Somebody who may lead a session; without themes, any topic.

    Without a community, every community of the association may ask for them.
    """

    association = models.ForeignKey(Association, models.CASCADE, related_name="experts")
    community = models.ForeignKey(
        Community, models.CASCADE, null=True, blank=True, related_name="experts"
    )
    themes = models.ManyToManyField("agenda.Theme", blank=True, related_name="experts")
    max_per_day = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    max_per_week = models.PositiveSmallIntegerField(
        default=2, validators=[MinValueValidator(1), MaxValueValidator(45)]
    )

    class Meta:
        ordering = ["name"]

    @property
    def mark(self) -> str:
        """Return a mark of what a form may change."""
        themes = sorted(theme.pk for theme in self.themes.all())
        limits = (self.max_per_day, self.max_per_week)
        person = (self.name, self.email, self.weekly, self.away, self.is_active)
        return mark_of_values(*person, *limits, self.community_id, themes)


class Facilitator(PoolPerson):
    """Who runs the sessions of one community or several: one session at an instant."""

    association = models.ForeignKey(Association, models.CASCADE, related_name="facilitators")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["association", "user"], name="one_facilitator_per_member_of_staff"
            ),
        ]

    @property
    def mark(self) -> str:
        """Return a mark of what a form may change."""
        runs = sorted(one.community_id for one in self.facilitations.all())
        person = (self.name, self.email, self.weekly, self.away, self.is_active)
        return mark_of_values(*person, self.user_id, runs)


class Facilitation(models.Model):
    """That a community's sessions are run by this facilitator; at most one a community."""

    community = models.OneToOneField(Community, models.CASCADE, related_name="facilitation")
    facilitator = models.ForeignKey(Facilitator, models.CASCADE, related_name="facilitations")

    def __str__(self) -> str:
        return f"{self.community}: {self.facilitator}"


class PoolLink(Link):
    """Lets one expert or facilitator say when they can, without an account."""

    expert = models.ForeignKey(Expert, models.CASCADE, null=True, related_name="links")
    facilitator = models.ForeignKey(Facilitator, models.CASCADE, null=True, related_name="links")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expert__isnull=True, facilitator__isnull=False)
                | Q(expert__isnull=False, facilitator__isnull=True),
                name="pool_link_is_of_one_person",
            ),
            models.UniqueConstraint(
                fields=["expert"],
                condition=Q(revoked_at__isnull=True),
                name="one_live_link_per_expert",
            ),
            models.UniqueConstraint(
                fields=["facilitator"],
                condition=Q(revoked_at__isnull=True),
                name="one_live_link_per_facilitator",
            ),
        ]

    @property
    def person(self) -> Expert | Facilitator:
        """Return whose link it is."""
        person = self.expert or self.facilitator
        assert person is not None  # one of the two, as the table holds
        return person


class Licence(models.Model):
    """A licence of video calls: one session at an instant, for so many people."""

    association = models.ForeignKey(Association, models.CASCADE, related_name="licences")
    name = models.CharField(max_length=120)
    capacity = models.PositiveIntegerField(
        validators=[MinValueValidator(2), MaxValueValidator(100_000)]
    )
    away = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["association", "name"], name="one_licence_per_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def absences(self) -> tuple[Away, ...]:
        """Return the days on which it is not to be had, as values, in the order given."""
        return read_absences(self.away)

    @property
    def mark(self) -> str:
        """Return a mark of what a form may change."""
        return mark_of_values(self.name, self.capacity, self.away, self.is_active)
