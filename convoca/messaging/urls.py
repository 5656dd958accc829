"""Addresses that the providers call."""

from django.urls import path

from convoca.messaging import views

app_name = "messaging"

urlpatterns = [
    path("correo", views.mail_service, name="mail_service"),
    path("whatsapp", views.whatsapp, name="whatsapp"),
    path("zoom", views.zoom, name="zoom"),
]
