"""The room `desk` as a Django application."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Registers the room."""

    name = "convoca.desk"
