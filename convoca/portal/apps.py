"""The room `portal` as a Django application."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Registers the room."""

    name = "convoca.portal"
