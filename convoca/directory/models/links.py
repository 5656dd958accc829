"""Personal links: one person, one seat, one purpose."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convoca.directory.models.people import Person, Seat


class PersonalLink(models.Model):
    """Lets one person do one thing without an account. Only a hash of its token is kept.

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
    reference = models.CharField(max_length=12, unique=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

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
