"""Addresses of the rounds in which two people code blind."""

from django.urls import path

from convoca.agenda.views import blind_coding, blind_rounds, blind_settling

ROUND = "<int:cycle_id>/dichos/a-ciegas/<int:round_id>/"

patterns = [
    path("<int:cycle_id>/dichos/a-ciegas/", blind_rounds.rounds, name="blind_rounds"),
    path(ROUND, blind_rounds.blind_round, name="blind_round"),
    path(f"{ROUND}reemplazar/", blind_rounds.replace, name="blind_replace"),
    path(f"{ROUND}cancelar/", blind_rounds.cancel, name="blind_cancel"),
    path(f"{ROUND}comparar/", blind_rounds.compare, name="blind_compare"),
    path(f"{ROUND}codificar/", blind_coding.next_item, name="blind_next"),
    path(f"{ROUND}codificar/<int:item_id>/", blind_coding.code_item, name="blind_code"),
    path(f"{ROUND}coinciden/", blind_settling.settle_all, name="blind_agreed"),
    path(f"{ROUND}resolver/<int:item_id>/", blind_settling.settle, name="blind_settle"),
]
