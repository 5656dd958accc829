"""How the clocks of two zones differ over some weeks, change of hour included."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NOON = time(12)


@dataclass(frozen=True)
class ClockSpan:
    """Days, both included, on which a clock is `ahead_min` minutes ahead (behind: below 0)."""

    first: date
    last: date
    ahead_min: int


def compare_clocks(here: str, there: str, *, first: date, last: date) -> list[ClockSpan]:
    """Say by how much the clock of `there` is ahead of the clock of `here`, day by day joined.

    ahead = offset(there) - offset(here), in minutes, at noon of each day in `here`: clocks change
    at night, so noon stands for the hours in which people meet.

    Args:
        here, there: names of zones.
        first, last: days of `here`, both included; last before first gives [].

    Returns:
        Spans in order of time, without gaps, each with another difference than the one before.

    Raises:
        ZoneInfoNotFoundError: a zone is not known.
    """
    own, other = ZoneInfo(here), ZoneInfo(there)
    spans: list[ClockSpan] = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        moment = datetime.combine(day, NOON, tzinfo=own)
        ahead = _minutes(moment.astimezone(other)) - _minutes(moment)
        if spans and spans[-1].ahead_min == ahead:
            spans[-1] = ClockSpan(spans[-1].first, day, ahead)
        else:
            spans.append(ClockSpan(day, day, ahead))
    return spans


def _minutes(moment: datetime) -> int:
    offset = moment.utcoffset()
    assert offset is not None
    return int(offset.total_seconds()) // 60
