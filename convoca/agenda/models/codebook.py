"""The codes of a community and how they came to be."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from convoca.agenda.models.guides import Theme
from convoca.directory.models import Community


class Code(models.Model):
    """An entry of the codebook; its guid is kept for life. It may stand under a theme.

    `parent` makes a tree; a code that is not codable only groups others. The row is the codebook
    as it is now; how it came to be is in CodeEvent, and both are written together.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="codes")
    guid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=80)
    definition = models.TextField(blank=True)
    include = models.TextField(blank=True)
    exclude = models.TextField(blank=True)
    example = models.TextField(blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    colour = models.CharField(max_length=7, blank=True)
    is_codable = models.BooleanField(default=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
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


class CodeEvent(models.Model):
    """One change of a codebook, never changed itself: who, when, why, and what it was before.

    `number` counts the events of a community from 1: it is the version of its codebook. `before`
    and `after` hold the fields that changed, by their names in CodeState (core/coding/codebook).
    """

    class Kind(models.TextChoices):
        CREATE = "create", _("creado")
        RENAME = "rename", _("cambió de nombre")
        REDEFINE = "redefine", _("cambió su definición")
        MOVE = "move", _("cambió de lugar")
        MERGE = "merge", _("se unió a otro")
        UNMERGE = "unmerge", _("se separó de otro")
        SPLIT = "split", _("se dividió")
        RETIRE = "retire", _("se retiró")
        RESTORE = "restore", _("volvió")

    community = models.ForeignKey(Community, models.CASCADE, related_name="code_events")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    code = models.ForeignKey(Code, models.CASCADE, related_name="events")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["community", "number"], name="one_event_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.kind} {self.code_id}"
