"""What the worker does for this room, by subject."""

from convoca.agenda.jobs import appointments, recordings, suggestions

__all__ = ["appointments", "recordings", "suggestions"]
