"""The room `workplan` as a Django application."""

from django.apps import AppConfig


class WorkplanConfig(AppConfig):
    """Registers the room."""

    name = "convoca.workplan"
