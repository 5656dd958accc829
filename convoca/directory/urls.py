"""Addresses of the rosters."""

from django.urls import path

from convoca.directory import views

app_name = "directory"

urlpatterns = [
    path("<int:community_id>/nomina/", views.roster_new, name="roster_new"),
    path("<int:community_id>/nomina/<int:import_id>/", views.roster, name="roster"),
    path(
        "<int:community_id>/nomina/<int:import_id>/comunas/",
        views.roster_decide,
        name="roster_decide",
    ),
    path(
        "<int:community_id>/nomina/<int:import_id>/cargar/", views.roster_load, name="roster_load"
    ),
    path(
        "<int:community_id>/nomina/<int:import_id>/descartar/",
        views.roster_drop,
        name="roster_drop",
    ),
]
