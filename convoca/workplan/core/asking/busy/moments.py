"""Moments and lengths of time as a calendar file writes them (RFC 5545, 3.3.4 to 3.3.6, 3.3.14)."""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

WHEN = re.compile(r"(\d{8})(?:T(\d{6})(Z)?)?", re.ASCII)
LENGTH = re.compile(
    r"\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?",
    re.ASCII,
)
OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(?:\d\d)?", re.ASCII)
YEARS = range(1600, 2201)
"""Outlook lets the clocks of its zones begin in 1601."""

Moment = date | datetime
"""A whole day, or an instant with its zone."""


def read_moment(text: str, zone: tzinfo) -> Moment | None:
    """Return a day for "20270301", an instant for "20270301T100000", UTC where a Z follows.

    A wall time that a clock shows twice is the first of both; one it leaves out is read with the
    offset before. None for what is no moment, or not in YEARS.
    """
    found = WHEN.fullmatch(text.strip())
    if not found:
        return None
    try:
        day = date(int(found[1][:4]), int(found[1][4:6]), int(found[1][6:]))
        if day.year not in YEARS:
            return None
        if not found[2]:
            return day
        hour, minute, second = (int(found[2][place : place + 2]) for place in (0, 2, 4))
        clock = UTC if found[3] else zone
        return datetime(day.year, day.month, day.day, hour, minute, min(second, 59), tzinfo=clock)
    except ValueError:
        return None


def read_length(text: str) -> timedelta:
    """Return a length of time; nothing for what is none, or goes backwards."""
    found = LENGTH.fullmatch(text.strip())
    if not found:
        return timedelta()
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def read_offset(text: str) -> timedelta | None:
    """Return an offset from UTC, or None for what is none."""
    found = OFFSET.fullmatch(text.strip())
    if not found:
        return None
    size = timedelta(hours=int(found[2]), minutes=int(found[3]))
    if size >= timedelta(days=1):
        return None
    return -size if found[1] == "-" else size


def day_of(moment: Moment) -> date:
    """Return the day of a moment on its own clock."""
    return moment.date() if isinstance(moment, datetime) else moment


def at_midnight(day: date, zone: tzinfo) -> datetime:
    """Return the beginning of a day on the clock of a zone."""
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def fixed(offset: timedelta) -> tzinfo:
    """Return the zone of a clock that never changes."""
    return timezone(offset)
