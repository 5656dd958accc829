"""Who does the background work, and what comes round by the clock."""

from django.db import models


class Worker(models.Model):
    """One process that does background work; it says every few seconds that it lives.

    The row goes when the process stops in order. One that was killed or cut off just stays
    unseen: what it had in hand is free again when its leases end.
    """

    name = models.CharField(max_length=32, unique=True)
    host = models.CharField(max_length=120)
    process = models.PositiveIntegerField()
    version = models.CharField(max_length=32)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.host} {self.process}"


class Duty(models.Model):
    """Something that is done by the clock, once for all machines.

    Whoever writes its own name into the row does it. `due_at` moves on only when it is done,
    so one that died with its worker is done again by the next. `attempts` counts how often it
    was begun since it last ended.
    """

    name = models.CharField(max_length=120, unique=True)
    due_at = models.DateTimeField()
    worker_name = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name
