"""Addresses that anybody may open, where an association publishes its agenda."""

from django.urls import path

from convoca.agenda.views import published

app_name = "public"

urlpatterns = [
    path("<slug:words>/agenda/<int:cycle_id>/", published.agenda, name="agenda"),
    path("<slug:words>/agenda/<int:cycle_id>/agenda.pdf", published.sheet, name="agenda_sheet"),
]
