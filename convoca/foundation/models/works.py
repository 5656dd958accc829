"""Long work that somebody asked for, and how far it is."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convoca.foundation.models.association import Association


class Work(models.Model):
    """One piece of work that takes longer than a page may: a roster to read, a plan to compute.

    The row says that it is to be done, how far it is and how it ended; the row `subject_id` of
    its room keeps what came of it, seen at `address`. `community_id` is whom it serves, by its
    number, for this room knows no communities.

    While it is open nobody else may take it before `free_at`. Each claim has a `lease_number`
    of its own: who holds an older one has lost the work, and records nothing. `tries` counts
    the claims since somebody last asked for it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("en espera")
        RUNNING = "running", _("en curso")
        DONE = "done", _("listo")
        FAILED = "failed", _("no se pudo")
        CANCELLED = "cancelled", _("cancelado")

    OPEN = (State.WAITING, State.RUNNING)

    association = models.ForeignKey(Association, models.PROTECT, related_name="works")
    community_id = models.PositiveBigIntegerField(null=True)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    subject_id = models.PositiveBigIntegerField()
    title = models.CharField(max_length=200)
    address = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    free_at = models.DateTimeField(null=True)
    lease_number = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    can_retry = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_open_work_per_key",
            ),
        ]
        indexes = [
            models.Index(fields=["association", "state", "ended_at"], name="works_by_state"),
            models.Index(fields=["kind", "subject_id"], name="works_by_subject"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Say whether it waits or is being done."""
        return self.state in self.OPEN
