"""What was said, and the codes that people gave to it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convoca.agenda.models.codebook import Code, CodeEvent
from convoca.agenda.models.interviews import Interview
from convoca.cycles.models import Cycle
from convoca.directory.models import Community


class CodingAct(models.Model):
    """One thing that somebody did to statements, with all that it made and ended: it can be undone.

    What a merge of codes did to codings hangs on an act too; a merge is undone in the codebook.
    """

    class Kind(models.TextChoices):
        CODE = "code", _("codificar")
        ASIDE = "aside", _("dejar sin contenido")
        UNCODE = "uncode", _("quitar un código")
        RECODE = "recode", _("revisar")
        CUT = "cut", _("cortar")
        JOIN = "join", _("unir")
        MERGE = "merge", _("unir códigos")
        UNMERGE = "unmerge", _("separar códigos")

    community = models.ForeignKey(Community, models.CASCADE, related_name="coding_acts")
    cycle = models.ForeignKey(Cycle, models.CASCADE, null=True, related_name="coding_acts")
    event = models.ForeignKey(CodeEvent, models.CASCADE, null=True, related_name="acts")
    kind = models.CharField(max_length=8, choices=Kind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"


class Statement(models.Model):
    """A quotable piece (dicho) of an answer; `start` and `end` count Unicode code points.

    When the answer is given anew, a coded piece that is not in it any more is superseded: it
    stays with its codings, and is neither counted nor quoted. `is_cut_by_hand` marks pieces that
    a person cut or joined: the same words keep that cut. A sensitive one is read by who coordinates
    alone. `place` is where it stands among its like in the queue; empty until that is known.
    """

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="statements")
    question = models.CharField(max_length=60)
    text = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    is_cut_by_hand = models.BooleanField(default=False)
    is_sensitive = models.BooleanField(default=False)
    place = models.PositiveIntegerField(null=True)
    made_in = models.ForeignKey(
        CodingAct, models.SET_NULL, null=True, related_name="made_statements"
    )
    ended_in = models.ForeignKey(
        CodingAct, models.SET_NULL, null=True, related_name="ended_statements"
    )
    created_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "question", "start", "end"],
                condition=Q(superseded_at__isnull=True),
                name="one_statement_per_piece",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Coding(models.Model):
    """Somebody gave a code to a statement; superseded, never deleted."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="codings")
    code = models.ForeignKey(Code, models.PROTECT, related_name="codings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    made_in = models.ForeignKey(CodingAct, models.SET_NULL, null=True, related_name="made_codings")
    ended_in = models.ForeignKey(
        CodingAct, models.SET_NULL, null=True, related_name="ended_codings"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "code"],
                condition=Q(superseded_at__isnull=True),
                name="one_live_coding_per_code",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}"


class Recoding(models.Model):
    """A statement that waits for a new look because its code was split; done when somebody has."""

    event = models.ForeignKey(CodeEvent, models.CASCADE, related_name="recodings")
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="recodings")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    done_in = models.ForeignKey(
        CodingAct, models.SET_NULL, null=True, related_name="done_recodings"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "statement"], name="one_recoding_per_statement"
            )
        ]

    def __str__(self) -> str:
        return f"{self.statement_id}"


class Memo(models.Model):
    """A thought of who codes, about a statement or about a code; never shown outside the team."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="memos")
    statement = models.ForeignKey(Statement, models.CASCADE, null=True, related_name="memos")
    code = models.ForeignKey("agenda.Code", models.CASCADE, null=True, related_name="memos")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(statement__isnull=False, code__isnull=True)
                | Q(statement__isnull=True, code__isnull=False),
                name="memo_is_about_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
