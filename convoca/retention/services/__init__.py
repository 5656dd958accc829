"""Alerts and the tasks they are turned into."""

from convoca.retention.services.alerts import Review, close_alert, open_alerts, reopen_alert
from convoca.retention.services.tasks import (
    assign_task,
    do_task,
    drop_task,
    settle_spoken_calls,
    undo_task,
)

__all__ = [
    "Review",
    "assign_task",
    "close_alert",
    "do_task",
    "drop_task",
    "open_alerts",
    "reopen_alert",
    "settle_spoken_calls",
    "undo_task",
]
