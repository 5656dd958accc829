"""Stopping a channel: until a person resumes it, or until a moment its provider named."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from convoca.foundation.queue import DELIVER, nudge_after_commit
from convoca.messaging.models import ChannelPause


@transaction.atomic
def pause_channel(*, channel: str, reason: str, now: datetime, by_name: str = "") -> ChannelPause:
    """Let nothing more leave by a channel until a person resumes it; what waits keeps waiting.

    It takes effect before the next message of every worker; a code to sign in still leaves.
    One that is paused stays as it is: the first reason stands. `by_name` is empty where the
    system does it.
    """
    made = ChannelPause(channel=channel, reason=reason[:300], by_name=by_name, since_at=now)
    ChannelPause.objects.bulk_create([made], ignore_conflicts=True)  # two at once are one
    return ChannelPause.objects.get(channel=channel, ended_at__isnull=True)


@transaction.atomic
def hold_channel(*, channel: str, reason: str, until: datetime, now: datetime) -> None:
    """Let nothing leave by a channel until a moment, as its provider asked; it ends by itself.

    One that is held until then or later already stays as it is.
    """
    held = ChannelPause.objects.filter(channel=channel, since_at__lte=now, ended_at__gte=until)
    if until > now and not held.exists():
        ChannelPause.objects.create(
            channel=channel, reason=reason[:300], since_at=now, ended_at=until
        )


@transaction.atomic
def resume_channel(*, channel: str, now: datetime) -> int:
    """End what holds a channel back, a pause or a wait; return how many, 0 where nothing did."""
    holding = Q(ended_at__isnull=True) | Q(ended_at__gt=now)
    ended = ChannelPause.objects.filter(holding, channel=channel).update(ended_at=now)
    if ended:
        nudge_after_commit(DELIVER)
    return ended
