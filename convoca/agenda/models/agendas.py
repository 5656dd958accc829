"""The agenda that came of the interviews, and what was said of its draft."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convoca.agenda.models.guides import Theme
from convoca.agenda.models.interviews import Interview
from convoca.agenda.models.statements import Statement
from convoca.cycles.models import Cycle


class AgendaRound(models.Model):
    """The draft of an agenda shown to the directors, who confirm it or object (a Delphi round)."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="agenda_rounds")
    ballots = models.JSONField()
    result = models.JSONField()
    input_hash = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle"],
                condition=Q(closed_at__isnull=True),
                name="one_open_round_per_cycle",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cycle}: {self.opened_at}"


class AgendaVoice(models.Model):
    """What one who was interviewed says of the draft; it may change until the round closes."""

    class Word(models.TextChoices):
        CONFIRMS = "confirms", _("está de acuerdo")
        OBJECTS = "objects", _("no está de acuerdo")

    round = models.ForeignKey(AgendaRound, models.CASCADE, related_name="voices")
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="voices")
    word = models.CharField(max_length=10, choices=Word)
    missing_theme = models.ForeignKey(Theme, models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "interview"], name="one_voice_per_interview")
        ]

    def __str__(self) -> str:
        return f"{self.interview_id}: {self.word}"


class Agenda(models.Model):
    """The agenda of a cycle: what the rule gave, and what the coordinator confirmed.

    The same ballots give the same `result`, which holds all that is shown of it later; other
    themes keep their reason, and so does another measure of what is urgent.
    """

    cycle = models.OneToOneField(Cycle, models.PROTECT, related_name="agenda")
    ballots = models.JSONField()
    result = models.JSONField()
    input_hash = models.CharField(max_length=64)
    override_reason = models.TextField(blank=True)
    parameters_reason = models.TextField(blank=True)
    codebook_version = models.PositiveIntegerField(default=0)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
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


class AgendaQuote(models.Model):
    """Words that somebody read and chose to be shown with a topic where others see the agenda.

    Chosen is not enough: it is shown only while its person allows quoting.
    """

    agenda = models.ForeignKey(Agenda, models.CASCADE, related_name="quotes")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="+")
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="agenda_quotes")
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agenda", "theme", "statement"], name="one_quote_per_topic"
            )
        ]

    def __str__(self) -> str:
        return f"{self.theme_id}: {self.statement_id}"
