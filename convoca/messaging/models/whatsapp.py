"""What must be known of WhatsApp before a message may leave by it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Template(models.Model):
    """A text that Meta has approved, or has yet to; outside of 24 hours nothing else is sent.

    `body` holds its parameters as {{1}}, {{2}}. `reason` is what Meta, or who marked its state
    by hand, said of it.
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
    """What is known of a number: its name at WhatsApp, when it wrote to us and we to it.

    In the 24 hours after its holder last wrote, free text may be sent. Who was sent a template
    counts for 24 hours against what Meta lets the association send; `last_template_at` is set
    before it leaves, so that what is in flight counts too. An unreachable one is not on WhatsApp.
    """

    address = models.CharField(max_length=32, unique=True)
    wa_id = models.CharField(max_length=32, blank=True, db_index=True)
    last_inbound_at = models.DateTimeField(null=True)
    last_outbound_at = models.DateTimeField(null=True)
    last_template_at = models.DateTimeField(null=True, db_index=True)
    is_unreachable = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.wa_id or str(self.pk)


class WrittenText(models.Model):
    """Something that a person wrote to us by WhatsApp, for the staff to read; once."""

    class Kind(models.TextChoices):
        TEXT = "text", _("texto")
        BUTTON = "button", _("botón")
        OTHER = "other", _("otra cosa")

    association = models.ForeignKey(
        "foundation.Association", models.PROTECT, related_name="whatsapp_texts"
    )
    wamid = models.CharField(max_length=200, unique=True)
    address = models.CharField(max_length=32)
    name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["association", "seen_at", "-at"], name="texts_to_read")]

    def __str__(self) -> str:
        return self.wamid

    @property
    def digits(self) -> str:
        """Return the number as an address of wa.me writes it."""
        return self.address.removeprefix("+")


class SenderNumber(models.Model):
    """Our own number at WhatsApp: what Meta last said of it.

    `daily_limit` is how many people may be sent templates in 24 hours; None: nothing was said,
    the setting holds. `slow_downs` counts how often in a row Meta asked us to slow down.
    """

    number_id = models.CharField(max_length=40, unique=True)
    daily_limit = models.PositiveIntegerField(null=True)
    event = models.CharField(max_length=60, blank=True)
    changed_at = models.DateTimeField(null=True)
    slow_downs = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.number_id
