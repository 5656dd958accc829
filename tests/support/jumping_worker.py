"""`convoca work` in a process whose clock jumps: `python jumping_worker.py FILE`.

FILE holds by how many seconds the clock is ahead; written anew, the clock jumps at once, in the
middle of whatever the worker does.
"""

import contextlib
import sys
import threading
import time
from pathlib import Path

import time_machine

LOOK_EVERY_S = 0.05


def keep_jumping(traveller, orders: Path) -> None:
    """Move the clock whenever the file says another number."""
    ahead_s = 0.0
    while True:
        with contextlib.suppress(OSError, ValueError):  # being written
            wanted_s = float(orders.read_text())
            traveller.shift(wanted_s - ahead_s)
            ahead_s = wanted_s
        time.sleep(LOOK_EVERY_S)


def main() -> None:
    """Work as ever, by that clock."""
    from convoca.__main__ import main as convoca

    traveller = time_machine.travel(time.time(), tick=True).start()
    threading.Thread(target=keep_jumping, args=[traveller, Path(sys.argv[1])], daemon=True).start()
    sys.argv = ["convoca", "work"]
    convoca()


if __name__ == "__main__":
    main()
