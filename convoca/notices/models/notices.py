"""News for the directors between sessions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convoca.cycles.models import Cycle
from convoca.directory.models import Community


class Notice(models.Model):
    """Something told to the directors of a community once: a draft, then published.

    `edition` grows with each change of a draft, so that nobody writes over, or publishes,
    what they have not seen. `readers` and `without_email` count, at the publication, whom it
    was for and those of them to whom no mail could go. Nothing here says who read it.
    """

    class Kind(models.TextChoices):
        NEWS = "news", _("noticia")
        LAW = "law", _("ley o norma")
        MATERIAL = "material", _("material")
        REMINDER = "reminder", _("recordatorio")

    class Audience(models.TextChoices):
        ACCEPTED = "accepted", _("quienes participan en este ciclo")
        SEATS = "seats", _("todos los puestos de la comunidad")

    community = models.ForeignKey(Community, models.PROTECT, related_name="notices")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.NEWS)
    title = models.CharField(max_length=120)
    text = models.TextField()
    link = models.URLField(max_length=500, blank=True)
    audience = models.CharField(max_length=8, choices=Audience, default=Audience.ACCEPTED)
    edition = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True)
    readers = models.PositiveIntegerField(default=0)
    without_email = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["community", "-published_at"], name="notice_latest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="published_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.title
