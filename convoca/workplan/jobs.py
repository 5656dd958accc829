"""What the worker does for plans."""

from huey import crontab

from convoca.foundation.queue import SOLVE, huey, on_nudge
from convoca.workplan.services import solve_waiting_plans


@on_nudge(SOLVE)
def solve() -> None:
    """Work out what waits."""
    solve_waiting_plans()


@huey.periodic_task(crontab(minute="*"))
def sweep_plans() -> None:
    """Find what a lost nudge or a dead worker left behind, every minute."""
    solve_waiting_plans()
