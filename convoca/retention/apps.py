"""The room `retention` as a Django application."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """Registers the room."""

    name = "convoca.retention"
