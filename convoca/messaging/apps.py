"""The room `messaging` as a Django application."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Registers the room."""

    name = "convoca.messaging"
