"""Waiting for what another process or thread does."""

import os
import time
from collections.abc import Callable
from pathlib import Path


def wait_until(claim: Callable[[], bool], *, seconds: float = 20.0) -> None:
    """Return as soon as `claim()` is true; fail when it is not in `seconds`."""
    until = time.monotonic() + seconds
    while not claim():
        if time.monotonic() > until:
            raise AssertionError(f"not true after {seconds} s: {claim}")
        time.sleep(0.02)


def is_alive(process_id: int) -> bool:
    """Tell whether a process still runs; one that has ended but was not awaited does not."""
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process_id}/stat")
    if not stat.exists():  # no /proc here: macOS
        return True
    return stat.read_text(errors="replace").rpartition(")")[2].split()[0] != "Z"
