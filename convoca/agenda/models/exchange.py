"""What somebody brought from another program for analysis, until it is put to use."""

from django.conf import settings
from django.db import models

from convoca.cycles.models import Cycle


class CarriedFile(models.Model):
    """A file that was read and waits for a person to look at what it would change.

    Its content goes once it was put to use, or with the next file of the same cycle.
    """

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="carried_files")
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.name
