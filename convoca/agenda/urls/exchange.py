"""Addresses of the tables of what was said, and of what is carried to other programs."""

from django.urls import path

from convoca.agenda.views import exchange, tables

patterns = [
    path("<int:cycle_id>/dichos/por-tipo/", tables.codes, name="code_table"),
    path("<int:cycle_id>/dichos/por-tema/", tables.framework_page, name="framework"),
    path("<int:cycle_id>/dichos/llevar-y-traer/", exchange.exchange, name="exchange"),
    path("<int:cycle_id>/dichos/llevar-y-traer/revisar/", exchange.plan, name="exchange_plan"),
    path("<int:cycle_id>/dichos/llevar-y-traer/descartar/", exchange.drop, name="exchange_drop"),
    path("<int:cycle_id>/dichos/llevar/<str:what>", exchange.download, name="exchange_file"),
]
