"""Counting the reminders of invitations, whichever room wrote their mails."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F

from convoca.convening.models import Invitation


def count_reminders(*, invitation_ids: Collection[int], now: datetime) -> int:
    """Note that invitations were reminded now; return how many. `reminded_at` names the batch.

    The reminder before it is kept, for who takes this one back. Call it in the transaction that
    queues the mails.
    """
    chosen = Invitation.objects.filter(pk__in=invitation_ids)
    return chosen.update(
        reminded_before_at=F("reminded_at"), reminded_at=now, reminders=F("reminders") + 1
    )


def uncount_reminders(*, invitation_ids: Collection[int]) -> int:
    """Note that the last reminder of invitations never left, and the one before was the last.

    Return how many.

    Call it in the transaction that stops the mails.
    """
    chosen = Invitation.objects.filter(pk__in=invitation_ids)
    return chosen.update(
        reminded_at=F("reminded_before_at"), reminded_before_at=None, reminders=F("reminders") - 1
    )
