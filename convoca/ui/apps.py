"""The room `ui` as a Django application."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Registers the room, its templates, its style sheets and its template tags."""

    name = "convoca.ui"
