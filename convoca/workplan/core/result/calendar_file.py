"""The dates of a plan as a calendar file to keep (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

PRODUCT = "-//Convoca//Convoca//ES"


@dataclass(frozen=True)
class PlanEntry:
    """One session: `starts_at` is aware; `uid` is the same for the same session of a plan."""

    uid: str
    starts_at: datetime
    duration_min: int
    summary: str
    description: str
    is_confirmed: bool


def write_calendar(entries: Iterable[PlanEntry], *, stamped_at: datetime) -> bytes:
    """Write sessions as one calendar, a copy to keep (PUBLISH), times in UTC.

    Dates that are not confirmed are TENTATIVE. No entry gives a calendar without events.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for entry in entries:
        starts_at = entry.starts_at.astimezone(UTC)
        event = Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", stamped_at.astimezone(UTC))
        event.add("dtstart", starts_at)
        event.add("dtend", starts_at + timedelta(minutes=entry.duration_min))
        event.add("status", "CONFIRMED" if entry.is_confirmed else "TENTATIVE")
        event.add("summary", entry.summary)
        event.add("description", entry.description)
        calendar.add_component(event)
    written: bytes = calendar.to_ical(sorted=False)
    return written
