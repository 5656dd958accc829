"""Keeping rows from others while they are changed; always the alert before its tasks."""

from convoca.retention.models import Alert, CareTask


def lock_alert(alert_id: int) -> Alert:
    """Return an alert as it is now, kept from others until the transaction ends."""
    alerts = Alert.objects.select_for_update(of=("self",)).select_related("cycle", "seat")
    return alerts.get(pk=alert_id)


def lock_task(task: CareTask) -> CareTask:
    """Return a task as it is now with its alert, both kept from others."""
    alert = lock_alert(task.alert_id)
    locked = CareTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
    locked.alert = alert
    return locked
