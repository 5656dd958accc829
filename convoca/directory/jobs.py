"""What the worker does for rosters."""

from huey import crontab

from convoca.directory.services import READ_ROSTERS, read_waiting_rosters
from convoca.foundation.queue import huey, on_nudge


@on_nudge(READ_ROSTERS)
def read_rosters() -> None:
    """Read the long files that wait."""
    read_waiting_rosters()


@huey.periodic_task(crontab(minute="*"))
def sweep_rosters() -> None:
    """Find what a lost nudge or a dead worker left behind, every minute."""
    read_waiting_rosters()
