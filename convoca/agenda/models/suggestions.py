"""What the machine proposed, what became of it, and what it found alike."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from convoca.agenda.models.statements import Statement
from convoca.cycles.models import Cycle
from convoca.directory.models import Community


class SuggestionTraining(models.Model):
    """What was learnt for a cycle the last time; the model itself is not kept.

    `model` is level and version ("" when too little was coded to propose anything). The shares
    are how often the right code came first and among three, of `tested` texts put aside in turn.
    """

    cycle = models.OneToOneField(Cycle, models.CASCADE, related_name="suggestion_training")
    model = models.CharField(max_length=40, blank=True)
    codebook_version = models.PositiveIntegerField()
    statements = models.PositiveIntegerField()
    codes = models.PositiveIntegerField()
    tested = models.PositiveIntegerField()
    first_share = models.FloatField()
    three_share = models.FloatField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.cycle}: {self.model}"


class Suggestion(models.Model):
    """What the machine proposed for a statement, and what the person did with it.

    `proposals` holds guid, score, words and numbers of example statements, best first; `usual` is
    the guid of the code that was most used. `chosen` are the guids the person gave; `chosen_rank`
    counts from 1, 0 is "none of these", empty while nobody has decided. A blind one was worked
    out and not shown, to see how much showing sways.
    """

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="suggestions")
    proposals = models.JSONField()
    usual = models.CharField(max_length=36)
    model = models.CharField(max_length=40)
    codebook_version = models.PositiveIntegerField()
    is_blind = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    chosen = models.JSONField(default=list)
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


class Likeness(models.Model):
    """Which statements of its cycle a statement is like, by number, the nearest first.

    `twins` say almost the same: a person may code them together.
    """

    statement = models.OneToOneField(Statement, models.CASCADE, related_name="likeness")
    nearest = models.JSONField(default=list)
    twins = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.statement_id}"


class SentenceVector(models.Model):
    """The meaning of a text as numbers, so that it is read once; gone when no statement has it.

    `digest` is the SHA-256 of the text, `vector` half-precision numbers, little-endian.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="sentence_vectors")
    digest = models.CharField(max_length=64)
    vector = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "digest"], name="one_sentence_vector_per_text"
            )
        ]

    def __str__(self) -> str:
        return self.digest
