"""Address at which somebody asks for a new personal link; included at the root of the portal."""

from django.urls import path

from convoca.portal.views import renewal

urlpatterns = [path("enlace-nuevo/", renewal.ask, name="renewal")]
