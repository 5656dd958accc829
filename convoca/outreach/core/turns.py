"""How long things last in the queue of calls."""

from datetime import timedelta

LEASE = timedelta(minutes=15)
"""How long a person stays in the hand of one caller: longer than most calls."""

PUT_OFF = timedelta(hours=2)
"""How long a seat that was put off stays out of the queue."""

UNDO_TIME = timedelta(minutes=10)
"""How long a result may be taken back from the queue."""
