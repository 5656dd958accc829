"""The room `rehearsal` as a Django application."""

from django.apps import AppConfig


class RehearsalConfig(AppConfig):
    """Registers the room."""

    name = "convoca.rehearsal"
