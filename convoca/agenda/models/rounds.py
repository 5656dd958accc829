"""The same statements coded by two people, blind."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convoca.agenda.models.statements import Statement
from convoca.cycles.models import Cycle


class BlindRound(models.Model):
    """Two people code the same statements, neither seeing the other's codes nor the machine's.

    Drawn at random by `seed` out of what neither of them had coded. `codebook` is what both are
    offered: the codes in use when it was opened (guid, name, definition), version
    `codebook_version`. `agreement` is measured once, when both are done, and stays.
    """

    class State(models.TextChoices):
        CODING = "coding", _("se está codificando")
        COMPARING = "comparing", _("se está comparando")
        SETTLED = "settled", _("resuelta")
        CANCELLED = "cancelled", _("cancelada")

    OPEN_STATES = (State.CODING, State.COMPARING)

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="blind_rounds")
    first = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    share = models.DecimalField(max_digits=4, decimal_places=3)
    seed = models.PositiveIntegerField()
    codebook_version = models.PositiveIntegerField()
    codebook = models.JSONField()
    state = models.CharField(max_length=10, choices=State, default=State.CODING)
    agreement = models.JSONField(null=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(first=models.F("second")), name="two_people_code_blind"
            ),
            models.UniqueConstraint(
                fields=["cycle"],
                condition=Q(state__in=("coding", "comparing")),
                name="one_open_blind_round_per_cycle",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN_STATES

    @property
    def coder_ids(self) -> tuple[int, int]:
        return (self.first_id, self.second_id)


class BlindReplacement(models.Model):
    """One of the two left a round before the end, and somebody else began in the same place.

    What the one who left had coded stays as a row and counts no more.
    """

    round = models.ForeignKey(BlindRound, models.CASCADE, related_name="replacements")
    left = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    came = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.left_id} → {self.came_id}"


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
