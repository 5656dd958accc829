"""The inbox: what other systems tell us, kept before it is read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InboundEvent(models.Model):
    """One thing that a provider told us: stored as it came, applied later, once.

    `digest` is the SHA-256 of its raw bytes: the same event again is the same row. `error` is
    a sentence for the staff.
    """

    class Source(models.TextChoices):
        MAIL = "mail", _("correo")
        WHATSAPP = "whatsapp", _("WhatsApp")
        ZOOM = "zoom", _("Zoom")

    class State(models.TextChoices):
        WAITING = "waiting", _("por aplicar")
        APPLIED = "applied", _("aplicado")
        UNKNOWN = "unknown", _("en cuarentena")
        FAILED = "failed", _("no se pudo aplicar")

    TROUBLE = frozenset({State.UNKNOWN, State.FAILED})
    """The states from which an event does not move by itself; a person may replay it."""

    source = models.CharField(max_length=12, choices=Source)
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    received_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="event_due"),
            models.Index(fields=["source", "state"], name="event_count"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "digest"], name="one_row_per_event")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.digest[:12]}"


class RefusalCount(models.Model):
    """How many calls of a source came with a wrong signature on a day; all that is kept of them."""

    source = models.CharField(max_length=12, choices=InboundEvent.Source)
    on = models.DateField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "on"], name="one_refusal_count_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.on}: {self.count}"
