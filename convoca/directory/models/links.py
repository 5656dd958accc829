"""Personal links: one person, one purpose; in `PersonalLink`, for one seat."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convoca.directory.models.people import Person, Seat


class Link(models.Model):
    """A secret address for one person. Only a hash of its token is kept."""

    reference = models.CharField(max_length=12, unique=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.reference


class PersonalLink(Link):
    """Lets one person do one thing for a seat without an account.

    `occasion` says for what: "cycle:7", "session:12".
    """

    class Purpose(models.TextChoices):
        INVITATION = "invitation", _("invitación")
        INTERVIEW = "interview", _("entrevista")
        AVAILABILITY = "availability", _("disponibilidad")
        SESSION = "session", _("sesión")
        NOTICES = "notices", _("novedades")
        AGENDA = "agenda", _("agenda propuesta")

    person = models.ForeignKey(Person, models.PROTECT, related_name="links")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="links")
    purpose = models.CharField(max_length=12, choices=Purpose)
    occasion = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "seat", "purpose", "occasion"],
                condition=Q(revoked_at__isnull=True),
                name="one_live_link_per_purpose",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.reference}"
