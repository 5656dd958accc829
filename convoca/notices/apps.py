"""The room `notices` as a Django application."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Registers the room."""

    name = "convoca.notices"
