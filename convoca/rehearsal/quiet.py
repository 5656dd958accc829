"""Silence for the log of the rooms while a rehearsal does thousands of invented acts."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_log() -> Iterator[None]:
    """Let only warnings and errors of the product into the log."""
    logger = logging.getLogger("convoca")
    before = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(before)
