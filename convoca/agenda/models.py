"""Interviews, what was said, how it was coded, and the agenda that came of it."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convoca.cycles.models import Cycle
from convoca.directory.models import Community, Person, Seat


class Guide(models.Model):
    """One version of the interview guide (pauta) of a community; once used it never changes."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="guides")
    version = models.PositiveSmallIntegerField()
    content = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "version"], name="one_guide_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.community} v{self.version}"


class Theme(models.Model):
    """A subject that directors rate; `position` is the order of the list, which breaks ties."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="themes")
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["community", "title"], name="one_theme_per_title")
        ]

    def __str__(self) -> str:
        return self.title


class Interview(models.Model):
    """One semi-structured interview of who takes part for a seat in a cycle."""

    class Mode(models.TextChoices):
        ALONE = "alone", _("por su cuenta")
        STAFF = "staff", _("con entrevistador/a")

    class State(models.TextChoices):
        PENDING = "pending", _("por hacer")
        STARTED = "started", _("empezada")
        DONE = "done", _("hecha")
        DECLINED = "declined", _("prefirió no responder")

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="interviews")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="interviews")
    person = models.ForeignKey(Person, models.PROTECT, related_name="interviews")
    guide = models.ForeignKey(Guide, models.PROTECT, related_name="interviews")
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.ALONE)
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    interviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="interviews"
    )
    created_at = models.DateTimeField()
    consent_at = models.DateTimeField(null=True)
    may_quote = models.BooleanField(null=True)
    done_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "seat"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_interview_per_seat_and_cycle",
            )
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.state}"


class Answer(models.Model):
    """What was answered to one question of the guide; saved at each step."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="answers")
    question = models.CharField(max_length=60)
    value = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "question"], name="one_answer_per_question"
            )
        ]

    def __str__(self) -> str:
        return self.question


class ThemeRating(models.Model):
    """How one interviewed person sees a theme: both empty, it does not apply, which is not 1."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="ratings")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="ratings")
    interest = models.PositiveSmallIntegerField(
        null=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    urgency = models.PositiveSmallIntegerField(
        null=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["interview", "theme"], name="one_rating_per_theme"),
            models.CheckConstraint(
                condition=Q(interest__isnull=True, urgency__isnull=True)
                | Q(interest__range=(1, 5), urgency__range=(1, 5)),
                name="rating_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.theme}: {self.interest} × {self.urgency}"


class Statement(models.Model):
    """A quotable piece (dicho) of an answer; `start` and `end` count Unicode code points.

    When the answer is given anew, a coded piece that is not in it any more is superseded: it
    stays with its codings, and is neither counted nor quoted.
    """

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="statements")
    question = models.CharField(max_length=60)
    text = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
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


class Code(models.Model):
    """An entry of the codebook; its guid is kept for life. It may stand under a theme."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="codes")
    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=80)
    definition = models.TextField(blank=True)
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, related_name="codes")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["community", "name"], name="one_code_per_name")
        ]

    def __str__(self) -> str:
        return self.name


class Coding(models.Model):
    """Somebody gave a code to a statement; superseded, never deleted."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="codings")
    code = models.ForeignKey(Code, models.PROTECT, related_name="codings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

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


class Agenda(models.Model):
    """The agenda of a cycle: what the rule gave, and what the coordinator confirmed.

    The same ballots give the same `result`; an override keeps its reason.
    """

    cycle = models.OneToOneField(Cycle, models.PROTECT, related_name="agenda")
    ballots = models.JSONField()
    result = models.JSONField()
    input_hash = models.CharField(max_length=64)
    override_reason = models.TextField(blank=True)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.cycle}"


class AgendaTopic(models.Model):
    """A theme of the agenda: of session `position`, or in reserve for the next cycle."""

    agenda = models.ForeignKey(Agenda, models.CASCADE, related_name="topics")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="topics")
    position = models.PositiveSmallIntegerField()
    in_reserve = models.BooleanField(default=False)

    class Meta:
        ordering = ["in_reserve", "position"]
        constraints = [
            models.UniqueConstraint(fields=["agenda", "theme"], name="one_topic_per_theme"),
            models.UniqueConstraint(
                fields=["agenda", "in_reserve", "position"], name="one_topic_per_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.theme}"
