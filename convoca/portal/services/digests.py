"""The monthly digest, composed: what `notices` knows and the coming session of each cycle."""

from datetime import datetime

from convoca.meetings.models import Session
from convoca.notices.queries import ComingSession
from convoca.notices.services import send_digests


def send_monthly_digests(*, now: datetime) -> int:
    """Send the digests that are due; return how many mails. Safe to run twice."""
    announced = Session.objects.filter(state=Session.State.ANNOUNCED, starts_at__gt=now)
    latest_first = announced.order_by("-starts_at")
    coming = {one.cycle_id: ComingSession(one.topic, one.starts_at) for one in latest_first}
    return send_digests(now=now, coming=coming)
