"""What directors ask, and what is answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convoca.directory.models import Community, Person, Seat


class Question(models.Model):
    """A question that a director asked by the own link.

    It is answered, or points to another question that was, or is set aside with a reason that
    who asked can read. `shows_name`: who asked allows the own name beside it.
    """

    class State(models.TextChoices):
        OPEN = "open", _("por responder")
        ANSWERED = "answered", _("respondida")
        MERGED = "merged", _("ya respondida en otra")
        ASIDE = "aside", _("dejada aparte")

    class Audience(models.TextChoices):
        ASKER = "asker", _("solo quien preguntó")
        COMMUNITY = "community", _("toda la comunidad")

    community = models.ForeignKey(Community, models.PROTECT, related_name="questions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="questions")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="questions")
    text = models.TextField()
    shows_name = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    audience = models.CharField(max_length=9, choices=Audience, default=Audience.ASKER)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    aside_reason = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        indexes = [models.Index(fields=["community", "state", "asked_at"], name="question_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="merged_into_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="aside") | ~Q(aside_reason=""), name="aside_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def answered(self) -> "Question":
        """Return the question whose answer stands for this one."""
        return self.merged_into or self


class Answer(models.Model):
    """One wording of the answer to a question; the last one stands, the others are kept."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    audience = models.CharField(max_length=9, choices=Question.Audience)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="one_wording_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.number}"
