"""The days of a series, for the independent check: the standard library only, none of the solver.

The checker reads a problem as its file says it; so do these functions.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

Raw = Mapping[str, Any]  # Any: what comes from a file may be of any type until it is read

WEEKS = {"weekly": 1, "fortnightly": 2, "three_weekly": 3}
DAY_NAMES = ("lunes", "martes", "miércoles", "jueves", "viernes")


def day_faults(community: Raw, day: date) -> Iterator[str]:
    """Say what keeps a community from meeting on this day, if anything does."""
    cadence = community.get("cadence") or {}
    weekday, nth = cadence.get("weekday"), cadence.get("nth")
    if day.isoformat() in community.get("closed_days", ()):
        yield f"{day} está cerrado para esta comunidad."
    if weekday is not None and day.weekday() != weekday:
        yield f"{day} no es {DAY_NAMES[weekday]}."
    if nth is not None and (day.day + 6) // 7 != nth:
        yield f"{day} no es el día número {nth} de su nombre en el mes."


def step_fault(community: Raw, before: date, after: date) -> str | None:
    """Say whether a session on `after` breaks the cadence, when the one before is on `before`."""
    kind = (community.get("cadence") or {}).get("kind", "days")
    if kind == "days":
        shortest, longest = community["gap_days"]
        days = (after - before).days
        return None if shortest <= days <= longest else f"está a {days} días de la anterior."
    if kind == "monthly":
        months = (after.year - before.year) * 12 + after.month - before.month
        return None if months == 1 else f"está a {months} meses de la anterior."
    weeks = (_monday(after) - _monday(before)).days // 7
    return None if weeks == WEEKS[kind] else f"está a {weeks} semanas de la anterior."


def hours_of(start: datetime, minutes: int) -> Iterator[datetime]:
    """Give every clock hour that is touched, by its beginning."""
    at = start.replace(minute=0, second=0, microsecond=0)
    while at < start + timedelta(minutes=minutes):
        yield at
        at += timedelta(hours=1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
