"""Where nothing is sent: addresses that bounced or said no, channels that are paused."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convoca.messaging.models.outbox import Message


class Suppression(models.Model):
    """An address that gets nothing by a channel any more; kept as a keyed hash, never in clear.

    What is held back is everything (a box that does not exist) or only what goes to a list.
    It outlives rosters and persons, so that an import brings nobody back.
    """

    class Scope(models.TextChoices):
        ALL = "all", _("todo")
        LISTS = "lists", _("solo novedades y resúmenes")

    class Reason(models.TextChoices):
        BOUNCED = "bounced", _("la dirección no existe")
        UNSUBSCRIBED = "unsubscribed", _("pidió no recibirlos")
        COMPLAINED = "complained", _("los marcó como no deseados")

    channel = models.CharField(max_length=12, choices=Message.Channel)
    address_hash = models.CharField(max_length=64)
    scope = models.CharField(max_length=8, choices=Scope)
    reason = models.CharField(max_length=16, choices=Reason)
    since_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "address_hash", "scope"],
                condition=Q(ended_at__isnull=True),
                name="one_open_suppression",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.scope} {self.reason}"


class Bounce(models.Model):
    """One notice that a mail did not arrive, or not yet; an event may tell of several.

    `refusal` is a name of `core.refusals.Refusal`: why it did not.
    """

    class Kind(models.TextChoices):
        HARD = "hard", _("no llegará")
        SOFT = "soft", _("no llegó esta vez")
        DELAYED = "delayed", _("se demora")

    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="bounces")
    address_hash = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=8, choices=Kind)
    status = models.CharField(max_length=12, blank=True)
    refusal = models.CharField(max_length=8, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "kind", "at"], name="one_bounce_per_notice")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"


class ChannelPause(models.Model):
    """A time in which a channel sends nothing: a person stopped it, or its provider's answer did.

    `by_name` is empty where the system stopped it; `reason` is a sentence for the staff.
    """

    channel = models.CharField(max_length=12, choices=Message.Channel)
    reason = models.CharField(max_length=300)
    by_name = models.CharField(max_length=200, blank=True)
    since_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel"], condition=Q(ended_at__isnull=True), name="one_open_pause"
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.since_at:%Y-%m-%d %H:%M}"
