"""What was allowed in an interview, and the audio that hangs on it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convoca.agenda.models.interviews import Interview


class Consent(models.Model):
    """What somebody said about one purpose of the interview: the words asked, how, and when.

    A new word supersedes the one before, which stays as proof; withdrawing is saying no later.
    """

    class Purpose(models.TextChoices):
        INTERVIEW = "interview", _("responder la entrevista")
        QUOTE = "quote", _("citar sus palabras sin su nombre")
        RECORD = "record", _("grabar el audio")

    class Way(models.TextChoices):
        SPOKEN = "spoken", _("de palabra")
        LINK = "link", _("por su enlace personal")

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=12, choices=Purpose)
    is_given = models.BooleanField()
    text = models.TextField()
    text_version = models.CharField(max_length=40)
    way = models.CharField(max_length=8, choices=Way)
    said_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "purpose"],
                condition=Q(superseded_at__isnull=True),
                name="one_word_per_purpose",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.is_given}"


class Recording(models.Model):
    """A piece of audio of an interview, kept apart until its day; the row stays as proof."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="recordings")
    client_id = models.UUIDField()
    file = models.FileField(max_length=200)
    content_type = models.CharField(max_length=40)
    size_bytes = models.PositiveIntegerField()
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    delete_on = models.DateField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "client_id"], name="one_recording_per_client_id"
            )
        ]

    def __str__(self) -> str:
        return f"{self.interview_id}: {self.uploaded_at}"


class RecordingMark(models.Model):
    """Where in a recording a question was spoken about, in seconds from its beginning."""

    recording = models.ForeignKey(Recording, models.CASCADE, related_name="marks")
    question = models.CharField(max_length=60)
    start_s = models.FloatField()
    end_s = models.FloatField()

    class Meta:
        ordering = ["start_s"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start_s__gte=0, end_s__gte=models.F("start_s")),
                name="mark_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.start_s}"
