"""Addresses of the staff's pages of this room."""

from django.urls import path

from convoca.convening.views import board, group, invitations, mass, seat

app_name = "convening"

urlpatterns = [
    path("<int:cycle_id>/", invitations.invitations, name="invitations"),
    path("<int:cycle_id>/sin-respuesta/", invitations.unreached, name="unreached"),
    path("<int:cycle_id>/invitar/", mass.invite, name="invite"),
    path("<int:cycle_id>/recordar/", mass.remind, name="remind"),
    path("<int:cycle_id>/invitar/prueba/", mass.test, {"act": "invite"}, name="invite_test"),
    path("<int:cycle_id>/recordar/prueba/", mass.test, {"act": "remind"}, name="remind_test"),
    path("<int:cycle_id>/invitar/deshacer/", mass.undo, {"act": "invite"}, name="invite_undo"),
    path("<int:cycle_id>/recordar/deshacer/", mass.undo, {"act": "remind"}, name="remind_undo"),
    path("<int:cycle_id>/puestos/", board.board, name="board"),
    path("<int:cycle_id>/puestos/<int:seat_id>/", seat.seat, name="seat"),
    path("<int:cycle_id>/puestos/<int:seat_id>/gestion/", seat.add_attempt, name="attempt"),
    path("<int:cycle_id>/puestos/<int:seat_id>/respuesta/", seat.add_answer, name="answer"),
    path("<int:cycle_id>/puestos/<int:seat_id>/contacto/", seat.change_contacts, name="contacts"),
    path("<int:cycle_id>/puestos/<int:seat_id>/titular/", seat.change_holder, name="holder"),
    path("<int:cycle_id>/puestos/<int:seat_id>/existe/", seat.change_existence, name="existence"),
    path("<int:cycle_id>/puestos/<int:seat_id>/invitar/", seat.invite_seat, name="invite_seat"),
    path("<int:cycle_id>/grupo/", group.group, name="group"),
    path("<int:cycle_id>/grupo/enlace/", group.keep_link, name="group_link"),
    path("<int:cycle_id>/grupo/entregar/", group.give_link, name="group_give"),
    path("<int:cycle_id>/grupo/<int:member_id>/", group.mark_member, name="group_member"),
]
