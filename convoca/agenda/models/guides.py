"""The guide of the interviews of a community, and the themes that are rated."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from convoca.directory.models import Community


class Guide(models.Model):
    """One version of the interview guide (pauta) of a community; once used it never changes.

    The draft is the version that is being written; it becomes the latest when it is put to use.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="guides")
    version = models.PositiveSmallIntegerField()
    content = models.JSONField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    is_draft = models.BooleanField(default=False)
    changes = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "version"], name="one_guide_per_version"),
            models.UniqueConstraint(
                fields=["community"], condition=Q(is_draft=True), name="one_draft_per_community"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community} v{self.version}"


class Theme(models.Model):
    """A subject that directors rate; `position` is the order of the list, which breaks ties."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="themes")
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["community", "title"], name="one_theme_per_title")
        ]

    def __str__(self) -> str:
        return self.title
