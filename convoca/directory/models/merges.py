"""Persons that were in the directory twice."""

from django.db import models

from convoca.directory.models.people import Person
from convoca.directory.models.users import User


class PersonMerge(models.Model):
    """Two rows of one human being made one: what pointed at the dropped one points at the kept one.

    `journal` is what moved, row by row, and `dropped` the row that went, so that it can be undone.
    """

    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    dropped = models.JSONField()
    journal = models.JSONField()
    merged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kept}: {self.dropped['name']}"
