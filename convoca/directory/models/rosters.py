"""Rosters on their way in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from convoca.directory.models.country import DirectorateKind
from convoca.directory.models.users import User
from convoca.foundation.models import Association


class RosterImport(models.Model):
    """One roster file: read, looked at, then loaded; the file goes once it is loaded or dropped.

    `reading` is what the file says, as `core.roster_file` packs it; None until somebody asks for
    it or, for a long file, until the worker has read it: how far that is, its work says (see
    foundation). `choices` are the decisions of a person. `journal` is what loading wrote, so that
    it can be undone.
    """

    class State(models.TextChoices):
        READING = "reading", _("en lectura")
        DRAFT = "draft", _("por confirmar")
        LOADED = "loaded", _("cargada")
        DROPPED = "dropped", _("descartada")
        FAILED = "failed", _("sin leer")
        UNDONE = "undone", _("deshecha")

    association = models.ForeignKey(Association, models.PROTECT, related_name="roster_imports")
    kind = models.ForeignKey(DirectorateKind, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=120)
    content = models.BinaryField(null=True)
    choices = models.JSONField(default=dict)
    reading = models.JSONField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    message = models.TextField(blank=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    loaded_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    journal = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.file_name


class ColumnMapping(models.Model):
    """What a person said the columns under a row of titles hold, for the next file like it.

    `fingerprint` recognises the titles; `subjects` is {number of the column: what it holds}.
    """

    association = models.ForeignKey(Association, models.PROTECT, related_name="column_mappings")
    fingerprint = models.CharField(max_length=64)
    subjects = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["association", "fingerprint"], name="one_mapping_per_titles"
            )
        ]

    def __str__(self) -> str:
        return self.fingerprint[:12]
