"""Who makes interviews, and when."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convoca.agenda.models.interviews import Interview
from convoca.directory.models import Community


class Interviewer(models.Model):
    """Somebody of the staff who makes interviews of a community, and how many of which.

    Empty `regions` means any; `most` is the load at which no more are assigned.
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


class Appointment(models.Model):
    """A moment agreed for an interview; a new one supersedes it, and it says so in the calendar.

    `sequence` is iCalendar's: it grows with every change that the person is told of.
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
        constraints = [
            models.UniqueConstraint(
                fields=["interview"],
                condition=Q(cancelled_at__isnull=True),
                name="one_appointment_per_interview",
            )
        ]

    def __str__(self) -> str:
        return f"{self.interview_id}: {self.starts_at}"
