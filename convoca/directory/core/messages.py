"""What the reading of a roster says about a row, in words for the person who sent it."""

from dataclasses import dataclass, field
from typing import Literal

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Message:
    """One thing said about one row.

    error: the row cannot be loaded as it is. warning: it can, but look at it.
    note: something was tidied or read in a particular way. about: "comuna" where it speaks of the
    comuna, which a person may settle; else "".
    """

    level: Level
    text: str
    about: str = field(default="", compare=False)


def error(text: str) -> Message:
    """Say why a row cannot be loaded."""
    return Message("error", text)


def warning(text: str) -> Message:
    """Say what a person should look at before confirming."""
    return Message("warning", text)


def note(text: str) -> Message:
    """Say what was tidied."""
    return Message("note", text)
