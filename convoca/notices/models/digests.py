"""The monthly digest: whether a community sends it, and to whom it went."""

from django.conf import settings
from django.db import models

from convoca.directory.models import Community, Person


class DigestSetting(models.Model):
    """Whether the digest tells of a community; without a row it does."""

    community = models.OneToOneField(Community, models.CASCADE, related_name="digest_setting")
    is_on = models.BooleanField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.community}: {self.is_on}"


class SentDigest(models.Model):
    """The digest of one month for one person: there is never a second one.

    `month` is its first day. Where a person belongs to several communities it tells of all.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="digests")
    month = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "month"], name="one_digest_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.month:%Y-%m}"
