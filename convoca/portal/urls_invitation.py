"""Addresses of a director's invitation."""

from django.urls import path

from convoca.portal.views import invitation

urlpatterns = [
    path("invitacion/", invitation.show, name="invitation"),
    path("invitacion/cambiar/", invitation.change, name="invitation_change"),
    path("invitacion/participare/", invitation.accept, name="invitation_yes"),
    path("invitacion/no-puedo/", invitation.decline, name="invitation_no"),
    path("invitacion/motivo/", invitation.explain, name="invitation_reason"),
    path("invitacion/reemplazo/", invitation.send_deputy, name="invitation_deputy"),
    path("invitacion/cargo/", invitation.tell_replaced, name="invitation_replaced"),
]
