"""Addresses of the staff's pages of this room."""

from django.urls import path

from convoca.convening.views import (
    board,
    care,
    group,
    invitations,
    mass,
    notes,
    saved_views,
    seat,
    sharing,
)

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
    path("<int:cycle_id>/puestos/csv/", board.export, {"ending": "csv"}, name="export_csv"),
    path("<int:cycle_id>/puestos/xlsx/", board.export, {"ending": "xlsx"}, name="export_xlsx"),
    path("<int:cycle_id>/puestos/asignar/", care.assign, name="assign"),
    path("<int:cycle_id>/puestos/asignar/deshacer/", care.undo, name="assign_undo"),
    path("<int:cycle_id>/puestos/vistas/", saved_views.views, name="views"),
    path("<int:cycle_id>/puestos/vistas/cambiar/", saved_views.change, name="view_change"),
    path("<int:cycle_id>/puestos/vistas/borrar/", saved_views.drop, name="view_drop"),
    path("<int:cycle_id>/puestos/vistas/deshacer/", saved_views.restore, name="view_restore"),
    path("<int:cycle_id>/puestos/<int:seat_id>/", seat.seat, name="seat"),
    path("<int:cycle_id>/puestos/<int:seat_id>/gestion/", seat.add_attempt, name="attempt"),
    path("<int:cycle_id>/puestos/<int:seat_id>/respuesta/", seat.add_answer, name="answer"),
    path("<int:cycle_id>/puestos/<int:seat_id>/contacto/", seat.change_contacts, name="contacts"),
    path("<int:cycle_id>/puestos/<int:seat_id>/titular/", seat.change_holder, name="holder"),
    path("<int:cycle_id>/puestos/<int:seat_id>/existe/", seat.change_existence, name="existence"),
    path("<int:cycle_id>/puestos/compartidas/", sharing.shared, name="shared"),
    path("<int:cycle_id>/puestos/<int:seat_id>/atiende/", sharing.share, name="share"),
    path("<int:cycle_id>/puestos/<int:seat_id>/atiende/terminar/", sharing.end, name="share_end"),
    path("<int:cycle_id>/puestos/<int:seat_id>/propia/", sharing.apart, name="apart"),
    path("<int:cycle_id>/puestos/<int:seat_id>/invitar/", seat.invite_seat, name="invite_seat"),
    path("<int:cycle_id>/puestos/<int:seat_id>/reenviar/", seat.resend, name="resend"),
    path("<int:cycle_id>/puestos/<int:seat_id>/notas/", notes.add, name="note_new"),
    path("<int:cycle_id>/puestos/<int:seat_id>/notas/<int:note_id>/", notes.note, name="note"),
    path(
        "<int:cycle_id>/puestos/<int:seat_id>/notas/<int:note_id>/borrar/",
        notes.remove,
        name="note_remove",
    ),
    path(
        "<int:cycle_id>/puestos/<int:seat_id>/notas/<int:note_id>/deshacer/",
        notes.restore,
        name="note_restore",
    ),
    path("<int:cycle_id>/grupo/", group.group, name="group"),
    path("<int:cycle_id>/grupo/enlace/", group.keep_link, name="group_link"),
    path("<int:cycle_id>/grupo/entregar/", group.give_link, name="group_give"),
    path("<int:cycle_id>/grupo/renovar/", group.renew_link, name="group_renew"),
    path("<int:cycle_id>/grupo/deshacer/", group.undo_giving, name="group_undo"),
    path("<int:cycle_id>/grupo/<int:member_id>/", group.mark_member, name="group_member"),
]
