"""The room `foundation` as a Django application."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Registers the room."""

    name = "convoca.foundation"
