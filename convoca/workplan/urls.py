"""Addresses of the staff's pages of this room."""

from django.urls import path

from convoca.workplan.views import asking, availability, experts, plans

app_name = "workplan"

urlpatterns = [
    path("<int:cycle_id>/disponibilidad/", availability.overview, name="availability"),
    path("<int:cycle_id>/disponibilidad/pedir/", asking.ask, name="ask"),
    path("<int:cycle_id>/disponibilidad/prueba/", asking.test, name="ask_test"),
    path("<int:cycle_id>/disponibilidad/deshacer/", asking.undo, name="ask_undo"),
    path("<int:cycle_id>/disponibilidad/<int:seat_id>/", availability.entry, name="entry"),
    path("<int:cycle_id>/expertos/", experts.overview, name="experts"),
    path("<int:cycle_id>/expertos/nuevo/", experts.add, name="expert_new"),
    path("<int:cycle_id>/expertos/<int:expert_id>/", experts.edit, name="expert"),
    path("<int:cycle_id>/plan/", plans.plan, name="plan"),
    path("<int:cycle_id>/plan/estado/", plans.progress, name="plan_progress"),
    path("<int:cycle_id>/plan/calcular/", plans.compute, name="compute"),
    path("<int:cycle_id>/plan/cancelar/", plans.cancel, name="plan_cancel"),
]
