"""What the worker does for the directors' pages."""

from django.utils import timezone
from huey import crontab

from convoca.foundation.queue import huey
from convoca.portal.services.digests import send_monthly_digests


@huey.periodic_task(crontab(minute="40"))
def sweep_digests() -> None:
    """Look every hour whether digests are due: their rows say to whom the month's one went."""
    send_monthly_digests(now=timezone.now())
