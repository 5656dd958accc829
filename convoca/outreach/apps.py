"""The room `outreach` as a Django application."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """Registers the room."""

    name = "convoca.outreach"
