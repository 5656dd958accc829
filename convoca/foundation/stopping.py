"""Whether this process was told to stop: long work looks here between two steps."""

import threading

_told = threading.Event()


def ask_to_stop() -> None:
    """Note that this process is to end: nothing new is begun."""
    _told.set()


def is_stopping() -> bool:
    """Say whether this process was told to end."""
    return _told.is_set()


def rest(seconds: float) -> bool:
    """Wait, at most until this process is told to end; say whether it was."""
    return _told.wait(seconds)
