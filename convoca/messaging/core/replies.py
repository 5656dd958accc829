"""Answers that a calendar program sends when somebody presses Yes or No in it (iTIP REPLY)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message as Mail
from enum import StrEnum

from icalendar import Calendar, Component
from icalendar.prop import vCalAddress, vDDDTypes

from convoca.messaging.core.mails import parts_of, sender_of, text_of

LONGEST = 100_000
"""An answer to one event is short; of a calendar that goes on no more letters are read."""
FIRST = datetime.min.replace(tzinfo=UTC)


class CalendarAnswer(StrEnum):
    """What was pressed."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"
    OTHER = "other"


@dataclass(frozen=True)
class CalendarReply:
    """One answer to one event. Addresses come bare, in small letters.

    `is_delegated`: another than the guest sent it, or the guest passed it on. `stamped_at` is
    when it was pressed, by the guest's program.
    """

    uid: str
    attendee: str
    answer: CalendarAnswer
    sequence: int
    stamped_at: datetime
    is_delegated: bool
    comment: str = ""

    @property
    def order(self) -> tuple[int, datetime]:
        """Return what says which of two answers is the later one."""
        return self.sequence, self.stamped_at


def read_calendar_reply(mail: Mail) -> CalendarReply | None:
    """Return the answer that a mail brings, or None.

    It has a calendar with METHOD REPLY and an event with a UID and one guest. A SEQUENCE or
    DTSTAMP that is missing or cannot be read counts as the first of all. Of several events the
    first counts: an answer is to one.

    Source: RFC 5546 sections 2.1.5 and 3.2.3; RFC 6047 section 2.4.
    """
    for part in parts_of(mail):
        if part.get_content_type() in {"text/calendar", "application/ics"}:
            for event in _reply_events(text_of(part)[:LONGEST]):
                found = _read_event(event, sender_of(mail))
                if found is not None:
                    return found
    return None


def _reply_events(text: str) -> Iterator[Component]:
    try:
        calendar = Calendar.from_ical(text.strip())
    except (ValueError, IndexError, KeyError, TypeError):  # whatever a program wrote
        return
    if str(calendar.get("METHOD", "")).upper() == "REPLY":
        yield from calendar.walk("VEVENT")


def _read_event(event: Component, sender: str) -> CalendarReply | None:
    uid, guest = str(event.get("UID", "")).strip(), event.get("ATTENDEE")
    if not uid or not isinstance(guest, vCalAddress):
        return None
    attendee = _bare(str(guest))
    state = str(guest.params.get("PARTSTAT", "")).casefold()
    passed_on = {"DELEGATED-TO", "DELEGATED-FROM", "SENT-BY"} & {*guest.params}
    return CalendarReply(
        uid=uid,
        attendee=attendee,
        answer=CalendarAnswer(state) if state in {*CalendarAnswer} else CalendarAnswer.OTHER,
        sequence=_sequence(event),
        stamped_at=_stamp(event),
        is_delegated=bool(passed_on) or state == "delegated" or sender != attendee,
        comment=" ".join(str(event.get("COMMENT", "")).split()),
    )


def _bare(address: str) -> str:
    head, _colon, rest = address.strip().partition(":")
    return (rest if head.casefold() == "mailto" else address).strip().casefold()


def _sequence(event: Component) -> int:
    try:
        return int(event.get("SEQUENCE", 0))
    except (TypeError, ValueError):
        return 0


def _stamp(event: Component) -> datetime:
    stamp = event.get("DTSTAMP")
    moment = stamp.dt if isinstance(stamp, vDDDTypes) else None
    if not isinstance(moment, datetime):
        return FIRST
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
