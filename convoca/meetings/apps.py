"""The room `meetings` as a Django application."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Registers the room."""

    name = "convoca.meetings"
