"""The hour of an interview as calendar text, for the one person it is agreed with."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from icalendar import Calendar, Event, vCalAddress

Method = Literal["REQUEST", "CANCEL"]
PRODUCT = "-//Convoca//Convoca//ES"


@dataclass(frozen=True)
class Party:
    """Who asks or who is asked: a bare address and a name."""

    address: str
    name: str


@dataclass(frozen=True)
class Entry:
    """One agreed hour. `uid` never changes; `sequence` grows with each change that was told."""

    uid: str
    sequence: int
    starts_at: datetime
    duration_min: int
    summary: str
    description: str
    place: str
    organizer: Party
    attendee: Party


def build_invitation(entry: Entry, *, method: Method, stamped_at: datetime) -> str:
    """Write an event as calendar text: one event, one guest, times in UTC, CRLF, folded lines.

    No answer is asked for (RSVP=FALSE): who cannot writes or calls.

    Args:
        entry: `starts_at` must be aware; an empty place is left out.
        method: CANCEL takes the event out of the calendar.
        stamped_at: aware.

    Source: RFC 5545; RFC 5546 sections 3.2.2 (REQUEST) and 3.2.5 (CANCEL).
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", stamped_at.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", (entry.starts_at + timedelta(minutes=entry.duration_min)).astimezone(UTC))
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("organizer", _address(entry.organizer))
    event.add("attendee", _guest(entry.attendee))
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    if entry.place:
        event.add("location", entry.place)
    calendar.add_component(event)
    text: bytes = calendar.to_ical(sorted=False)
    return text.decode("utf-8")


def _address(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.address}")
    address.params["CN"] = " ".join(party.name.split())
    return address


def _guest(party: Party) -> vCalAddress:
    address = _address(party)
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = "NEEDS-ACTION"
    address.params["RSVP"] = "FALSE"
    return address
