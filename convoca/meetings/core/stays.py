"""How long somebody was in a call: from joining to leaving, two devices at once counted once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

NUMBERS = re.compile(r"\d+")
AFTERNOON = re.compile(r"\bp\.?\s*m\b", re.IGNORECASE)
MORNING = re.compile(r"\ba\.?\s*m\b", re.IGNORECASE)
LONGEST_YEAR = 4
NOON = 12
PARTS = (5, 6)  # year, month, day, hour, minute, and perhaps the second


@dataclass(frozen=True, order=True)
class Stay:
    """One stay in a call, by the clock of one file."""

    joined_at: datetime
    left_at: datetime


def count_minutes(stays: Iterable[Stay]) -> int:
    """Return the whole minutes that the union of stays covers, rounded down.

    |union of [joined, left)| / 60 s: what overlaps, on a second device or by a reconnection
    that came before the first line was cut, counts once. In any order; none gives 0.
    """
    covered, until = timedelta(), None
    for stay in sorted(stays):
        begin = stay.joined_at if until is None else max(stay.joined_at, until)
        if stay.left_at > begin:
            covered += stay.left_at - begin
            until = stay.left_at
    return int(covered.total_seconds() // 60)


def read_stay(joined: str, left: str) -> Stay | None:
    """Read a stay from two moments as Zoom writes them; None where they are none.

    "11/23/2026 10:58:03 AM", "23-11-2026 10:58", "2026-11-23 22:58:03". Both moments are read
    with the same order of day and month: day first where that is possible for both, which for
    a stay of less than a month changes nothing in its length. Leaving before joining is none.
    """
    for day_first in (True, False):
        begin, end = (read_moment(text, day_first=day_first) for text in (joined, left))
        if begin is not None and end is not None:
            return Stay(begin, end) if begin <= end else None
    return None


def read_moment(text: str, *, day_first: bool) -> datetime | None:
    """Read a date and an hour of 12 or 24; None where they are none."""
    found = NUMBERS.findall(text)
    numbers = [int(number) for number in found if len(number) <= LONGEST_YEAR]
    if len(numbers) not in PARTS or len(numbers) != len(found):
        return None
    first, second, third, hour, minute, second_of_minute = (*numbers, 0)[: max(PARTS)]
    if len(found[0]) == LONGEST_YEAR:
        year, month, day = first, second, third
    else:
        year, month, day = third, *((second, first) if day_first else (first, second))
    if AFTERNOON.search(text) or MORNING.search(text):
        hour = hour % NOON + (NOON if AFTERNOON.search(text) else 0)
    try:
        return datetime(year, month, day, hour, minute, second_of_minute)  # noqa: DTZ001 - one clock
    except ValueError:
        return None
