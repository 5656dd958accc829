"""Addresses of the staff's pages of this room."""

from django.urls import path

from convoca.outreach.views import campaigns, queue

app_name = "outreach"
ONE = "<int:cycle_id>/campanas/<int:campaign_id>/"

urlpatterns = [
    path("<int:cycle_id>/cola/", queue.queue, name="queue"),
    path("<int:cycle_id>/cola/empezar/", queue.begin, name="begin"),
    path("<int:cycle_id>/cola/resultado/", queue.result, name="result"),
    path("<int:cycle_id>/cola/despues/", queue.later, name="later"),
    path("<int:cycle_id>/cola/deshacer/", queue.undo, name="undo"),
    path("<int:cycle_id>/cola/dejar/", queue.leave, name="leave"),
    path("<int:cycle_id>/cola/averiguar/", queue.aside, name="aside"),
    path("<int:cycle_id>/campanas/", campaigns.campaigns, name="campaigns"),
    path("<int:cycle_id>/campanas/nueva/", campaigns.new, name="new"),
    path(ONE, campaigns.campaign, name="campaign"),
    path(f"{ONE}cambiar/", campaigns.edit, name="edit"),
    path(f"{ONE}empezar/", campaigns.start, name="start"),
    path(f"{ONE}prueba/", campaigns.test, name="test"),
    path(f"{ONE}deshacer/", campaigns.undo, name="undo_start"),
    path(f"{ONE}detener/", campaigns.stop, name="stop"),
    path(f"{ONE}seguir/", campaigns.resume, name="resume"),
    path(f"{ONE}cartas/", campaigns.letters, name="letters"),
]
