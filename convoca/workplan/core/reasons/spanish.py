"""Dates and lists as a sentence says them."""

from collections.abc import Sequence
from datetime import date, datetime

WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto"),
    *("septiembre", "octubre", "noviembre", "diciembre"),
)
ORDINALS = ("primer", "segundo", "tercer", "cuarto", "quinto")


def day_words(day: date) -> str:
    """Say a day: "martes 9 de marzo"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} de {MONTHS[day.month - 1]}"


def start_words(start: datetime) -> str:
    """Say a moment: "martes 9 de marzo a las 10", or "a las 10:30"."""
    hour = f"{start.hour}" if not start.minute else f"{start.hour}:{start.minute:02d}"
    return f"{day_words(start.date())} a las {hour}"


def span_words(first: date, last: date) -> str:
    """Say days in a row: "el martes 9 de marzo", "del martes 9 de marzo al lunes 15 de marzo"."""
    if first == last:
        return f"el {day_words(first)}"
    return f"del {day_words(first)} al {day_words(last)}"


def list_words(names: Sequence[str]) -> str:
    """Join names: "a", "a y b", "a, b y c"; none gives ""."""
    if not names:
        return ""
    *head, last = names
    word = "e" if last.lower().startswith(("i", "hi")) else "y"
    return f"{', '.join(head)} {word} {last}" if head else last


def count_words(count: int, one: str, many: str) -> str:
    """Say a number of things: "1 semana", "2 semanas"."""
    return f"{count} {one if count == 1 else many}"
