"""What only the database knows of a rehearsal: its messages, and how much it wrote."""

from django.apps import apps

from convoca.foundation.models import Association
from convoca.messaging.queries import count_by_state


def message_counts(association: Association) -> dict[str, int]:
    """Count the messages of an association by state."""
    return count_by_state(association)


def count_rows() -> dict[str, int]:
    """Count the rows of every room's tables, in the whole database."""
    counts: dict[str, int] = {}
    for model in apps.get_models():
        module = model.__module__.split(".")
        if module[0] == "convoca":
            counts[module[1]] = counts.get(module[1], 0) + model._default_manager.count()
    return counts
