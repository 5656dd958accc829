"""Addresses of the staff's pages of this room."""

from django.urls import path

from convoca.retention.views import alerts, effects, overview, tasks

app_name = "retention"
ALERT = "<int:cycle_id>/alertas/<int:alert_id>/"
TASK = "<int:cycle_id>/tareas/<int:task_id>/"

urlpatterns = [
    path("<int:cycle_id>/", overview.overview, name="overview"),
    path("<int:cycle_id>/alertas/", alerts.index, name="alerts"),
    path("<int:cycle_id>/alertas/abrir/", alerts.look, name="look"),
    path(ALERT, alerts.show, name="alert"),
    path(f"{ALERT}tarea/", alerts.assign, name="assign"),
    path(f"{ALERT}cerrar/", alerts.close, name="close"),
    path(f"{ALERT}reabrir/", alerts.reopen, name="reopen"),
    path("<int:cycle_id>/tareas/", tasks.index, name="tasks"),
    path(f"{TASK}hecha/", tasks.done, name="done"),
    path(f"{TASK}dejar/", tasks.drop, name="drop"),
    path(f"{TASK}deshacer/", tasks.undo, name="undo"),
    path("<int:cycle_id>/efecto/", effects.effects, name="effects"),
]
