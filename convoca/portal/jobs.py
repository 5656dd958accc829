"""What the worker does for the directors' pages."""

from datetime import timedelta

from django.utils import timezone

from convoca.foundation.duties import every
from convoca.portal.services.digests import send_monthly_digests


@every(hours=1, at=timedelta(minutes=40))
def sweep_digests() -> None:
    """Look every hour whether digests are due: their rows say to whom the month's one went."""
    send_monthly_digests(now=timezone.now())
