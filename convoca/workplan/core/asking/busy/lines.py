"""The lines of a calendar file as blocks, with nothing kept but what says when (RFC 5545, 3.1)."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

MOST_EVENTS = 20_000
MOST_BLOCKS = 60_000
"""An event with two alarms is three."""
DEEPEST = 6
"""Calendar, event, alarm: three. What goes deeper is no calendar of a person."""
KEPT = frozenset(
    [
        "DTSTART",
        "DTEND",
        "DURATION",
        "RRULE",
        "RDATE",
        "EXDATE",
        "RECURRENCE-ID",
        "UID",
        "TRANSP",
        "STATUS",
        "TZID",
        "TZOFFSETFROM",
        "TZOFFSETTO",
        "X-MICROSOFT-CDO-BUSYSTATUS",
    ]
)
NAME = re.compile(r"[A-Za-z0-9-]+")
VALUES = r'(?:"[^"\n]*"|[^",;:\n]*)'
LINE = re.compile(rf"[A-Za-z0-9-]+((?:;[A-Za-z0-9-]+={VALUES}(?:,{VALUES})*)*):(.*)")
PARAMETER = re.compile(rf";([A-Za-z0-9-]+)=({VALUES})")
FOLD = re.compile(r"\n[ \t]")


class Fault(StrEnum):
    """What may be wrong with a calendar file as a whole."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    NO_CALENDAR = "no_calendar"
    TOO_MANY = "too_many"


class CalendarFileError(ValueError):
    """A file that cannot be read as a calendar."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True)
class Line:
    """One property: its parameters by name, in capitals, and its value as written."""

    parameters: dict[str, str]
    value: str


@dataclass
class Block:
    """What stands between a BEGIN and its END: lines by name, blocks in order."""

    kind: str
    lines: dict[str, list[Line]] = field(default_factory=dict)
    blocks: list["Block"] = field(default_factory=list)

    def first(self, name: str) -> Line | None:
        """Return the first line of this name, if there is one."""
        return self.lines.get(name, [None])[0]

    def word(self, name: str) -> str:
        """Return the value of the first line of this name in capitals; "" without one."""
        line = self.first(name)
        return line.value.strip().upper() if line else ""

    def of_kind(self, *kinds: str) -> list["Block"]:
        """Return the blocks of these kinds, in order."""
        return [block for block in self.blocks if block.kind in kinds]


def read_blocks(text: str) -> Block:
    """Return one block with the events and time zones of every calendar in a text.

    Lines may end in any way and go on after a space or tab. A block that ends without having
    begun is passed over; one that never ends stands as far as it went. Unknown properties and
    lines that are none are passed over.

    Raises:
        CalendarFileError: no calendar in it, blocks too deep, too many blocks or events.
    """
    unfolded = FOLD.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    whole = Block("")
    path = [whole]
    events = blocks = 0
    for raw in unfolded.split("\n"):
        named = NAME.match(raw)
        name = named[0].upper() if named else ""
        if name == "BEGIN":
            path.append(_begin(path, raw))
            blocks += 1
            events += path[-1].kind == "VEVENT"
        elif name == "END":
            _end(path, raw)
        elif name in KEPT:
            _keep(path[-1], name, raw)
        if events > MOST_EVENTS or blocks > MOST_BLOCKS:
            raise CalendarFileError(Fault.TOO_MANY)
    return _joined(whole)


def _begin(path: list[Block], raw: str) -> Block:
    block = Block(_kind(raw))
    path[-1].blocks.append(block)
    if len(path) > DEEPEST:
        raise CalendarFileError(Fault.NO_CALENDAR)
    return block


def _end(path: list[Block], raw: str) -> None:
    kinds = [block.kind for block in path]
    if _kind(raw) in kinds[1:]:
        while path.pop().kind != _kind(raw):
            pass


def _kind(raw: str) -> str:
    return raw.partition(":")[2].strip().upper()[:20]


def _keep(block: Block, name: str, raw: str) -> None:
    found = LINE.fullmatch(raw)
    if found:
        pairs = {key.upper(): value.strip('"') for key, value in PARAMETER.findall(found[1])}
        block.lines.setdefault(name, []).append(Line(pairs, found[2].strip()))


def _joined(whole: Block) -> Block:
    calendars = whole.of_kind("VCALENDAR")
    if not calendars:
        raise CalendarFileError(Fault.NO_CALENDAR)
    return Block("VCALENDAR", {}, [block for one in calendars for block in one.blocks])
