"""The room `convening` as a Django application."""

from django.apps import AppConfig


class ConveningConfig(AppConfig):
    """Registers the room."""

    name = "convoca.convening"
