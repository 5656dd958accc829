"""The room `directory` as a Django application."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Registers the room."""

    name = "convoca.directory"
