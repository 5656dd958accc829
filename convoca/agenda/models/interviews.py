"""Interviews and what was answered in them."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convoca.agenda.models.guides import Guide, Theme
from convoca.cycles.models import Cycle
from convoca.directory.models import Person, Seat


class Interview(models.Model):
    """One semi-structured interview of who takes part for a seat in a cycle.

    `language` names the one it is made in, in small letters; empty is the usual one.
    """

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
    language = models.CharField(max_length=40, blank=True)
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
    """What was answered to one question of the guide; saved at each step.

    A name with ":" is no answer: `:note` and `:probes` are the interviewer's, `:draft` is what
    was written and is no answer yet (half a rating); the answer before it stands. `revision`
    grows with each writing, counted over an answer and its draft together.
    """

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="answers")
    question = models.CharField(max_length=60)
    value = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
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


class AnswerVersion(models.Model):
    """One saving of an answer, named by the page that sent it: sent again it changes nothing.

    `pen` is the opened page that wrote it; what a page wrote it may write over, and its earlier
    words go. `revision` is the one of the answer that it made; empty, it never stood. Beside:
    two pages wrote apart, and this text is shown next to the one that stands until somebody
    settles it. So no word is lost between two devices.
    """

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="versions")
    client_id = models.UUIDField()
    pen = models.UUIDField(null=True)
    question = models.CharField(max_length=60)
    value = models.JSONField(null=True)
    revision = models.PositiveIntegerField(null=True)
    written_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    beside_since = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "client_id"], name="one_version_per_client_id"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.saved_at}"


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
