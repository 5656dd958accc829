"""The queue of calls: errands, who has whom in hand, what was put off, what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convoca.convening.models import ContactAttempt
from convoca.cycles.models import Cycle
from convoca.directory.models import Person, Seat
from convoca.outreach.core.queue import Reason


class Errand(models.Model):
    """A call that another room, or a campaign, asks for; it ends when somebody has spoken.

    `origin` names who asked, so that the same is not asked twice ("alert:12"). `script` is
    what to say, where the asker knows it.
    """

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="errands")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="errands")
    reason = models.CharField(max_length=200)
    script = models.TextField(blank=True)
    due_on = models.DateField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    origin = models.CharField(max_length=80, db_index=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=12, choices=ContactAttempt.Result, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "seat", "origin"],
                condition=Q(closed_at__isnull=True),
                name="one_open_errand_per_origin",
            )
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.reason}"


class Turn(models.Model):
    """Somebody of the team has a person in hand: until `held_until` nobody else is given them.

    The lease is renewed by who holds it; after it, the row goes to whoever takes the person.
    `planned` is how many calls the day of that caller has, those behind included.
    """

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="turns")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="turns")
    person = models.OneToOneField(Person, models.PROTECT, related_name="turn")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="turns")
    reason = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Reason])
    errand = models.ForeignKey(Errand, models.SET_NULL, null=True, related_name="+")
    planned = models.PositiveIntegerField()
    held_until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "user"], name="one_turn_a_caller"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.person}"


class Deferral(models.Model):
    """A seat that somebody put off for a while ("después"): it is nobody's turn until then."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="deferrals")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "seat"], name="one_deferral_a_seat"),
        ]

    def __str__(self) -> str:
        return f"{self.seat} {self.until:%H:%M}"


class GivenResult(models.Model):
    """One result given in the queue, with what it changed, so that it can be undone.

    `turn_number` is the turn it ended: the same button pressed twice is one result. `before`
    keeps the answer of the invitation as it was. One that was undone has lost its attempt.
    """

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="given_results")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    turn_number = models.BigIntegerField(unique=True)
    reason = models.CharField(max_length=12)
    result = models.CharField(max_length=12, choices=ContactAttempt.Result)
    at = models.DateTimeField()
    attempt = models.ForeignKey(ContactAttempt, models.SET_NULL, null=True, related_name="+")
    closed_errand = models.ForeignKey(Errand, models.SET_NULL, null=True, related_name="+")
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("resultado")
        indexes = [models.Index(fields=["cycle", "by", "-at"], name="result_latest")]

    def __str__(self) -> str:
        return f"{self.seat} {self.result}"
