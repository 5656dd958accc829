"""What the worker does for messages."""

from huey import crontab

from convoca.foundation.queue import DELIVER, huey, on_nudge
from convoca.messaging.services import deliver_due


@on_nudge(DELIVER)
def deliver() -> None:
    """Send what is due."""
    deliver_due()


@huey.task()
def sweep_again() -> None:
    """Sweep in the other half of the minute."""
    deliver_due()


@huey.periodic_task(crontab(minute="*"))
def sweep_outbox() -> None:
    """Find what a lost nudge left behind, every half minute."""
    sweep_again.schedule(delay=30)
    deliver_due()
