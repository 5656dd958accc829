"""The same statements coded by two people, blind."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convoca.agenda.models.statements import Statement
from convoca.cycles.models import Cycle


class BlindRound(models.Model):
    """Two people code the same statements, neither seeing the other's codes nor the machine's.

    Drawn at random by `seed` out of what was said; the codebook is the one of `codebook_version`.
    """

    class State(models.TextChoices):
        CODING = "coding", _("codificando")
        COMPARING = "comparing", _("comparando")
        SETTLED = "settled", _("resuelta")

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="blind_rounds")
    first = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    share = models.DecimalField(max_digits=4, decimal_places=3)
    seed = models.PositiveIntegerField()
    codebook_version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.CODING)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(first=models.F("second")), name="two_people_code_blind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.state}"


class BlindItem(models.Model):
    """One statement of a blind round; `settled_codes` are the guids that were agreed on."""

    round = models.ForeignKey(BlindRound, models.CASCADE, related_name="items")
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="blind_items")
    position = models.PositiveIntegerField()
    settled_codes = models.JSONField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "statement"], name="one_item_per_statement")
        ]

    def __str__(self) -> str:
        return f"{self.position}"


class BlindCoding(models.Model):
    """The codes that one of the two gave to an item; an empty list says: none fits."""

    item = models.ForeignKey(BlindItem, models.CASCADE, related_name="codings")
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    codes = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "coder"], name="one_blind_coding_per_coder")
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.coder_id}"
