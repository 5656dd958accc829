"""The outbox: what leaves the house in the association's name."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """One message to one recipient, written in the transaction of the decision.

    `key` is the promise of once: (purpose, person, occasion); one that was cancelled frees it.
    Marks of personal links in the text become addresses when it leaves; where it holds one
    link, `link_reference` names it. It knows addresses, never people. `error` is a sentence
    for the staff: what happened and what to do.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("en cola")
        LEASED = "leased", _("saliendo")
        SENT = "sent", _("enviado")
        UNCERTAIN = "uncertain", _("incierto")
        FAILED = "failed", _("no se pudo enviar")
        CANCELLED = "cancelled", _("cancelado")

    class Channel(models.TextChoices):
        EMAIL = "email", _("correo")

    association = models.ForeignKey(
        "foundation.Association", models.PROTECT, related_name="messages"
    )
    key = models.CharField(max_length=200, db_index=True)
    purpose = models.CharField(max_length=40)
    occasion = models.CharField(max_length=80, db_index=True)
    link_reference = models.CharField(max_length=12, blank=True, db_index=True)
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.EMAIL)
    to_address = models.CharField(max_length=254)
    to_name = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    calendar = models.TextField(blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    not_after = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=120)
    provider_id = models.CharField(max_length=200, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="message_due"),
            models.Index(fields=["association", "-created_at"], name="message_latest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=~Q(state="cancelled"), name="one_message_per_key"
            )
        ]

    def __str__(self) -> str:
        return self.key
