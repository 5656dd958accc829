"""What the worker does for campaigns."""

from django.utils import timezone
from huey import crontab

from convoca.foundation.queue import huey, on_nudge
from convoca.outreach.services import ADVANCE, advance_campaigns


@on_nudge(ADVANCE)
def advance() -> None:
    """Let the campaigns go on."""
    advance_campaigns(now=timezone.now())


@huey.periodic_task(crontab(minute="*/10"))
def sweep_campaigns() -> None:
    """Look at the campaigns every ten minutes: hours open, gaps end, answers come."""
    advance_campaigns(now=timezone.now())
