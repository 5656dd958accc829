"""Days away as they are stored: pairs of ISO days."""

from datetime import date

from convoca.workplan.core.problem.model import Away


def read_absences(stored: list[list[str]]) -> tuple[Away, ...]:
    """Return stored pairs [first ISO day, last ISO day], both included, as values."""
    return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in stored)
