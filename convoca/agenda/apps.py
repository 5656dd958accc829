"""The room `agenda` as a Django application."""

from django.apps import AppConfig


class AgendaConfig(AppConfig):
    """Registers the room."""

    name = "convoca.agenda"
