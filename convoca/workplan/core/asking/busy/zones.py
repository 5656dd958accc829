"""Which zone a calendar file means: by its name, by the names of Windows, or as it describes it."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from convoca.workplan.core.asking.busy.lines import Block
from convoca.workplan.core.asking.busy.moments import day_of, fixed, read_moment, read_offset
from convoca.workplan.core.asking.busy.recurrence import Purse, days_of, read_rule

YEAR = timedelta(days=366)
MOST_ZONES = 50
LONGEST_NAME, MOST_PARTS = 100, 4
NONE = timedelta()


class FileZone(tzinfo):
    """A clock as a file describes it: from each wall time on, another offset from UTC."""

    def __init__(self, changes: list[tuple[datetime, timedelta]]) -> None:
        """Take the changes, one at least, in any order; before the first its offset holds."""
        self.changes = sorted(changes)

    def utcoffset(self, moment: datetime | None) -> timedelta:
        wall = moment.replace(tzinfo=None) if moment else datetime.min  # noqa: DTZ901 - a wall time
        place = bisect_right(self.changes, (wall, timedelta.max))
        return self.changes[max(place - 1, 0)][1]

    def dst(self, _moment: datetime | None) -> timedelta:
        return NONE

    def tzname(self, _moment: datetime | None) -> str:
        return ""


def zone_of(name: str, described: Mapping[str, tzinfo], own: tzinfo) -> tzinfo:
    """Return the zone of a TZID: a known name first, then what the file says, then the own zone."""
    return _known(name.strip("/ ")) or described.get(name) or own


def described_zones(calendar: Block, *, first: date, last: date, purse: Purse) -> dict[str, tzinfo]:
    """Return the zones that a file describes, as they are from `first` to `last`.

    Only yearly rules are followed, a year back; a zone without a readable part is left out.
    """
    found: dict[str, tzinfo] = {}
    for block in calendar.of_kind("VTIMEZONE")[:MOST_ZONES]:
        name = block.first("TZID")
        parts = block.of_kind("STANDARD", "DAYLIGHT")[:MOST_ZONES]
        changes = [one for part in parts for one in _changes(part, first - YEAR, last, purse)]
        if name and changes:
            found[name.value] = FileZone(changes)
    return found


def _changes(
    part: Block, first: date, last: date, purse: Purse
) -> Iterator[tuple[datetime, timedelta]]:
    """Give when one part of a zone begins, and its offset."""
    began, offset_line, rule_line = (
        part.first("DTSTART"),
        part.first("TZOFFSETTO"),
        part.first("RRULE"),
    )
    offset = read_offset(offset_line.value) if offset_line else None
    start = read_moment(began.value, fixed(NONE)) if began else None
    if offset is None or not isinstance(start, datetime):
        return
    wall = start.replace(tzinfo=None)
    yield wall, offset
    rule = read_rule(rule_line.value) if rule_line else None
    until = read_moment(rule.until, fixed(NONE)) if rule and rule.until else None
    if rule and rule.freq == "YEARLY":
        end = min(last, day_of(until)) if until else last
        for day in days_of(rule, wall.date(), first=first, last=end, purse=purse):
            yield datetime.combine(day, wall.time()), offset


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones())


def _known(name: str) -> ZoneInfo | None:
    """Return a zone by its name, also behind a prefix as some programs write it."""
    parts = name[-LONGEST_NAME:].split("/")[-MOST_PARTS:]
    for start in range(len(parts)):
        rest = "/".join(parts[start:])
        name_here = WINDOWS_TO_OLSON.get(rest, rest)
        if name_here in _names():
            return ZoneInfo(name_here)
    return None
