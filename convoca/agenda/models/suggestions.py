"""What the machine proposed, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from convoca.agenda.models.statements import Statement


class Suggestion(models.Model):
    """What the machine proposed for a statement, and what the person did with it.

    `codes` holds guid and score, best first; `chosen_rank` counts from 1, 0 is "none of these",
    empty while nobody has decided. A blind one was worked out and not shown, to see how much
    showing sways.
    """

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="suggestions")
    codes = models.JSONField()
    model = models.CharField(max_length=40)
    codebook_version = models.PositiveIntegerField()
    is_blind = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    chosen_rank = models.PositiveSmallIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["statement"],
                condition=Q(decided_at__isnull=True),
                name="one_open_suggestion_per_statement",
            )
        ]

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.model}"
