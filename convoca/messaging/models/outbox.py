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

    What WhatsApp does not take for good goes by mail to `fallback_address`, if there is one: as
    this same row, so that it still is one message.

    A worker reserves queued rows for itself, then starts them one by one: only what is
    *leased* is in its hands and may have left when it dies; a reservation just ends. Somebody
    has a page open for what is urgent: it goes before all, even where the channel is paused.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("en cola")
        LEASED = "leased", _("saliendo")
        SENT = "sent", _("enviado")
        DELIVERED = "delivered", _("entregado")
        READ = "read", _("leído")
        UNCERTAIN = "uncertain", _("incierto")
        FAILED = "failed", _("no se pudo enviar")
        CANCELLED = "cancelled", _("cancelado")
        SUPPRESSED = "suppressed", _("retenido")

    class Channel(models.TextChoices):
        EMAIL = "email", _("correo")
        WHATSAPP = "whatsapp", _("WhatsApp")

    LEFT = frozenset({State.SENT, State.DELIVERED, State.READ})
    """The states of what certainly left the house."""
    TROUBLE = frozenset({State.UNCERTAIN, State.FAILED, State.SUPPRESSED})
    """The states of what did not reach anybody for sure, and will not by itself."""

    association = models.ForeignKey(
        "foundation.Association", models.PROTECT, related_name="messages"
    )
    key = models.CharField(max_length=200, db_index=True)
    purpose = models.CharField(max_length=40)
    occasion = models.CharField(max_length=80, db_index=True)
    link_reference = models.CharField(max_length=12, blank=True, db_index=True)
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.EMAIL)
    to_address = models.CharField(max_length=254)
    fallback_address = models.EmailField(blank=True)
    to_name = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    calendar = models.TextField(blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    template = models.CharField(max_length=120, blank=True)
    parameters = models.JSONField(default=list, blank=True)
    is_list = models.BooleanField(default=False)
    is_urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    not_after = models.DateTimeField(null=True)
    reserved_by = models.CharField(max_length=32, blank=True)
    reserved_until = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=120)
    provider_id = models.CharField(max_length=200, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["state", "channel", "-is_urgent", "next_try_at", "id"], name="message_due"
            ),
            models.Index(fields=["message_id"], name="message_by_our_name"),
            models.Index(fields=["provider_id"], name="message_by_its_name"),
            models.Index(fields=["association", "-created_at"], name="message_latest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=~Q(state="cancelled"), name="one_message_per_key"
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def has_left(self) -> bool:
        """Say whether it certainly left the house."""
        return self.state in self.LEFT
