"""Rosters on their way in."""

from django.db import models

from convoca.directory.models.country import DirectorateKind
from convoca.directory.models.users import User
from convoca.foundation.models import Association


class RosterImport(models.Model):
    """One roster file: looked at first, then loaded; the file goes once it is loaded or dropped."""

    class State(models.TextChoices):
        DRAFT = "draft", "por confirmar"
        LOADED = "loaded", "cargada"
        DROPPED = "dropped", "descartada"

    association = models.ForeignKey(Association, models.PROTECT, related_name="roster_imports")
    kind = models.ForeignKey(DirectorateKind, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120)
    content = models.BinaryField(null=True)
    choices = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    loaded_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.file_name
