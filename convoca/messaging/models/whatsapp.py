"""What must be known of WhatsApp before a message may leave by it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Template(models.Model):
    """A text that Meta has approved, or has yet to; outside of 24 hours nothing else is sent.

    `body` holds its parameters as {{1}}, {{2}}.
    """

    class Category(models.TextChoices):
        MARKETING = "marketing", _("difusión")
        UTILITY = "utility", _("servicio")
        AUTHENTICATION = "authentication", _("verificación")

    class State(models.TextChoices):
        PENDING = "pending", _("en revisión")
        APPROVED = "approved", _("aprobada")
        REJECTED = "rejected", _("rechazada")
        PAUSED = "paused", _("en pausa")
        DISABLED = "disabled", _("desactivada")

    association = models.ForeignKey(
        "foundation.Association", models.PROTECT, related_name="whatsapp_templates"
    )
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=12, default="es")
    category = models.CharField(max_length=16, choices=Category)
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    body = models.TextField()
    reason = models.CharField(max_length=300, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["association", "name", "language"], name="one_template_per_name"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"


class OptIn(models.Model):
    """The proof that the holder of a number agreed to get WhatsApp messages of the association."""

    class How(models.TextChoices):
        OWN_PAGE = "own_page", _("en su página personal")
        INTERVIEW = "interview", _("en la entrevista")
        CALL = "call", _("por teléfono")
        WROTE = "wrote", _("nos escribió por WhatsApp")

    association = models.ForeignKey(
        "foundation.Association", models.PROTECT, related_name="whatsapp_opt_ins"
    )
    address = models.CharField(max_length=32)
    wording = models.TextField()
    how = models.CharField(max_length=12, choices=How)
    by_name = models.CharField(max_length=200, blank=True)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["association", "address"],
                condition=Q(ended_at__isnull=True),
                name="one_open_opt_in",
            )
        ]

    def __str__(self) -> str:
        return f"{self.how} {self.given_at:%Y-%m-%d}"


class Conversation(models.Model):
    """What is known of a number: its name at WhatsApp and when its holder last wrote to us.

    In the 24 hours after that, free text may be sent.
    """

    address = models.CharField(max_length=32, unique=True)
    wa_id = models.CharField(max_length=32, blank=True, db_index=True)
    last_inbound_at = models.DateTimeField(null=True)
    last_outbound_at = models.DateTimeField(null=True)
    is_unreachable = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.wa_id or str(self.pk)
