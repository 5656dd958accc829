"""Who makes interviews, and when."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convoca.agenda.models.interviews import Interview
from convoca.cycles.models import Cycle
from convoca.directory.models import Community


class Interviewer(models.Model):
    """Somebody of the staff who makes interviews of a community, and how many of which.

    Empty `regions` means any. `languages` are those besides the usual one, in words, in small
    letters. `most` is how many interviews of one cycle are assigned at most by the rule.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="interviewers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="interviewer_of"
    )
    regions = models.ManyToManyField("directory.Region", blank=True, related_name="+")
    languages = models.JSONField(default=list)
    most = models.PositiveSmallIntegerField(default=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "user"], name="one_interviewer_per_user")
        ]

    def __str__(self) -> str:
        return f"{self.user}"


class Assignment(models.Model):
    """Interviews shared out by the rule, as a person confirmed it; undone while none has begun.

    `given` maps the id of each seat to who had its interview before and who has it since, each
    the id of a user or None. `mark` is of what was shown when it was confirmed.
    """

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="assignments")
    given = models.JSONField()
    mark = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.cycle_id}: {len(self.given)}"


class Appointment(models.Model):
    """A moment agreed for an interview; moved, a new row takes its place under the same guid.

    At most one of an interview stands. `guid` and `sequence` are what calendars know it by: the
    sequence grows with every change that the person is told of. `zone` is the person's own.
    """

    class Way(models.TextChoices):
        PHONE = "phone", _("por teléfono")
        VIDEO = "video", _("por videollamada")

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="appointments")
    guid = models.UUIDField(default=uuid.uuid4, editable=False)
    starts_at = models.DateTimeField()
    duration_min = models.PositiveSmallIntegerField(default=30)
    zone = models.CharField(max_length=40)
    way = models.CharField(max_length=8, choices=Way, default=Way.PHONE)
    place = models.CharField(max_length=300, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview"],
                condition=Q(cancelled_at__isnull=True),
                name="one_appointment_per_interview",
            )
        ]

    def __str__(self) -> str:
        return f"{self.interview_id}: {self.starts_at}"

    @property
    def ends_at(self) -> datetime:
        """Return when it is over."""
        return self.starts_at + timedelta(minutes=self.duration_min)
