"""Campaigns: a set of seats, waves in their order, and whom each wave reached."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from convoca.cycles.models import Cycle
from convoca.directory.models import Person, Seat
from convoca.outreach.core.campaign import Channel, End


class Campaign(models.Model):
    """Contacts in a row with the seats that have not answered, until they do.

    `chosen` keeps the filter as it was chosen; the seats are those that fitted at the start.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("en preparación")
        RUNNING = "running", _("en marcha")
        STOPPED = "stopped", _("detenida")

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="campaigns")
    name = models.CharField(max_length=120)
    chosen = models.JSONField(default=dict)
    gap_days = models.PositiveSmallIntegerField(
        default=3, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    most_contacts = models.PositiveSmallIntegerField(
        default=4, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    started_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class Wave(models.Model):
    """One step of a campaign: a channel and what is said on it; `number` counts from 1.

    On WhatsApp `template` names the approved text, and `body` holds what fills its blanks: one
    line each, in their order.
    """

    class ChannelName(models.TextChoices):
        EMAIL = Channel.EMAIL.value, _("correo")
        WHATSAPP = Channel.WHATSAPP.value, _("WhatsApp")
        PHONE = Channel.PHONE.value, _("llamada")
        LETTER = Channel.LETTER.value, _("carta")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="waves")
    number = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=8, choices=ChannelName)
    subject = models.CharField(max_length=200, blank=True)
    template = models.CharField(max_length=120, blank=True)
    body = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="one_wave_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_channel_display()}"


class CampaignSeat(models.Model):
    """A seat in a campaign, with the person it speaks to; `ended` says why it is over for them."""

    class Ending(models.TextChoices):
        ANSWERED = End.ANSWERED.value, _("respondió")
        OPTED_OUT = End.OPTED_OUT.value, _("pidió que no le contacten")
        CHANGED = End.CHANGED.value, _("cambió la persona del puesto")
        BOUNCED = End.BOUNCED.value, _("el correo no llegó")
        MOST_CONTACTS = End.MOST_CONTACTS.value, _("ya se le contactó lo acordado")
        ALL_WAVES = End.ALL_WAVES.value, _("terminó sin respuesta")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="seats")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ended = models.CharField(max_length=16, choices=Ending, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "seat"], name="one_seat_per_campaign"),
        ]

    def __str__(self) -> str:
        return f"{self.person}"


class WaveContact(models.Model):
    """A wave has reached for a person: the row is there before the mail, the call or the letter.

    `settled_at` is when a letter was printed; a message tells its own story in the outbox, under
    `message_key`, and a call in the errand of the wave.
    """

    wave = models.ForeignKey(Wave, models.CASCADE, related_name="contacts")
    member = models.ForeignKey(CampaignSeat, models.CASCADE, related_name="contacts")
    at = models.DateTimeField()
    message_key = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "member"], name="one_contact_per_wave"),
        ]

    def __str__(self) -> str:
        return f"{self.wave} {self.member}"
