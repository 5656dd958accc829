"""Addresses of the directory."""

from django.urls import path

from convoca.directory.views import merges, rosters

app_name = "directory"

urlpatterns = [
    path("<int:community_id>/nomina/", rosters.roster_new, name="roster_new"),
    path("<int:community_id>/nomina/<int:import_id>/", rosters.roster, name="roster"),
    path(
        "<int:community_id>/nomina/<int:import_id>/comunas/",
        rosters.roster_decide,
        name="roster_decide",
    ),
    path(
        "<int:community_id>/nomina/<int:import_id>/cargar/", rosters.roster_load, name="roster_load"
    ),
    path(
        "<int:community_id>/nomina/<int:import_id>/descartar/",
        rosters.roster_drop,
        name="roster_drop",
    ),
    path(
        "<int:community_id>/nomina/<int:import_id>/columnas/",
        rosters.roster_columns,
        name="roster_columns",
    ),
    path(
        "<int:community_id>/nomina/<int:import_id>/deshacer/",
        rosters.roster_undo,
        name="roster_undo",
    ),
    path("<int:community_id>/repetidas/", merges.duplicates, name="duplicates"),
    path("<int:community_id>/repetidas/comparar/", merges.merge_preview, name="merge_preview"),
    path("<int:community_id>/repetidas/unir/", merges.merge, name="merge"),
    path("<int:community_id>/repetidas/deshacer/", merges.merge_undo, name="merge_undo"),
]
