"""What the worker does for long work."""

from datetime import timedelta

from django.utils import timezone

from convoca.foundation.duties import every
from convoca.foundation.queue import nudge_after_commit, on_nudge
from convoca.foundation.stopping import is_stopping
from convoca.foundation.works import WORKS, do_next_work, forget_works, has_waiting_work


@on_nudge(WORKS)
def do_waiting() -> None:
    """Do one work and come back for the next: what else is in the queue goes in between."""
    if do_next_work(until=is_stopping):
        nudge_after_commit(WORKS)


@every(minutes=1)
def sweep_works() -> None:
    """Find what a lost nudge or a dead worker left behind; long work never holds up the clock."""
    if has_waiting_work(now=timezone.now()):
        nudge_after_commit(WORKS)


@every(days=1, at=timedelta(hours=7, minutes=50))
def forget_ended_works() -> None:
    """Drop what ended long ago."""
    forget_works(now=timezone.now())
