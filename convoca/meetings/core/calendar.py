"""The calendar part of a mail: one event, one guest, in UTC (RFC 5545, 5546, 6047)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from icalendar import Calendar, Event, vCalAddress, vUri

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
LINE_OCTETS = 75
PRODUCT = "-//Convoca//Convoca//ES"


@dataclass(frozen=True)
class Party:
    """Who asks or who is asked: a bare address and a name."""

    address: str
    name: str


@dataclass(frozen=True)
class Entry:
    """One session for one guest; without `attendee` it is a copy to keep (PUBLISH).

    `uid` never changes; `sequence` grows with each change that guests were told.
    """

    uid: str
    sequence: int
    starts_at: datetime
    duration_min: int
    summary: str
    description: str
    video_url: str
    organizer: Party
    attendee: Party | None
    is_cancelled: bool = False


@dataclass(frozen=True)
class ToldEvent:
    """What an event that was written before told of its session."""

    starts_at: datetime
    summary: str
    video_url: str


def read_event(text: str) -> ToldEvent:
    """Read back an event that `build_invitation` wrote."""
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    return ToldEvent(
        starts_at=event.decoded("dtstart"),
        summary=str(event["summary"]),
        video_url=str(event.get("location", "")),
    )


def build_invitation(
    entry: Entry, *, method: Method, stamped_at: datetime, widths: Mapping[str, int] | None = None
) -> str:
    """Write an event as calendar text: CRLF, lines of at most 75 octets.

    Times are in UTC, so no reader can err by its own zone table. One event, never a recurrence.
    The answer of the guest is asked by our own link (RSVP=FALSE). Names with commas are quoted.

    Args:
        entry: the event; `starts_at` and `stamped_at` must be aware.
        widths: texts in the description that will be replaced before the mail leaves, with the
            octets of what replaces them. They are never broken by a fold, and lines are
            measured as they will be then.

    Raises:
        ValueError: a replaced text is wider than LINE_OCTETS - 1: no line could hold it whole.

    Source: RFC 5545 section 3.1 (folding), RFC 5546 (methods), RFC 6047 section 2.4.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_event(entry, stamped_at))
    whole = calendar.to_ical(sorted=False).decode("utf-8").replace("\r\n ", "")
    lines = whole.removesuffix("\r\n").split("\r\n")
    return "".join(f"{fold_line(line, widths or {})}\r\n" for line in lines)


def _event(entry: Entry, stamped_at: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", stamped_at.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", (entry.starts_at + timedelta(minutes=entry.duration_min)).astimezone(UTC))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("organizer", _address(entry.organizer))
    if entry.attendee:
        event.add("attendee", _guest(entry.attendee))
    event.add("summary", _one_line(entry.summary))
    event.add("description", entry.description)
    if entry.video_url:
        event.add("location", entry.video_url)
        event.add("url", vUri(entry.video_url))
    return event


def _address(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.address}")
    address.params["CN"] = _one_line(party.name)
    return address


def _guest(party: Party) -> vCalAddress:
    address = _address(party)
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = "NEEDS-ACTION"
    address.params["RSVP"] = "FALSE"
    return address


def _one_line(text: str) -> str:
    return " ".join(text.split())


def fold_line(line: str, widths: Mapping[str, int]) -> str:
    """Fold one content line so that no line passes 75 octets once `widths` are written in.

    Breaks between characters, never inside one nor inside a key of `widths`. A line that
    fits comes back as it is; so does an empty one.

    Raises ValueError: a width is above LINE_OCTETS - 1.
    """
    folded: list[str] = []
    used = 0
    for piece, octets in _pieces(line, widths):
        if octets > LINE_OCTETS - 1:
            raise ValueError(f"{octets} octets do not fit in a line")
        if used + octets > LINE_OCTETS:
            folded.append("\r\n ")
            used = 1
        folded.append(piece)
        used += octets
    return "".join(folded)


def _pieces(line: str, widths: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Give what must stay together, in order, with the octets it will take."""
    place = 0
    while place < len(line):
        known = next((key for key in widths if line.startswith(key, place)), "")
        piece = known or line[place]
        yield piece, widths[known] if known else len(piece.encode("utf-8"))
        place += len(piece)
