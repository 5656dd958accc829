"""When the monthly digest goes out, and what time it covers."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LAST_DAY = 7
FIRST_HOUR, LAST_HOUR = 9, 18
FRIDAY = 5


@dataclass(frozen=True)
class Period:
    """A stretch of time: `start` belongs to it, `end` does not."""

    start: datetime
    end: datetime

    def holds(self, moment: datetime) -> bool:
        """Say whether a moment lies in it."""
        return self.start <= moment < self.end


def is_digest_time(now: datetime, *, zone: ZoneInfo) -> bool:
    """Say whether digests may leave now: working hours of the first week of a month.

    Days 1 to 7, Monday to Friday, from 9:00 until before 18:00, by the clocks of `zone`. Any
    seven days hold five working ones, so a machine that was off for some still finds its time.
    """
    return now.astimezone(zone).day <= LAST_DAY and is_working_time(now, zone=zone)


def is_working_time(now: datetime, *, zone: ZoneInfo) -> bool:
    """Say whether offices are open: Monday to Friday, from 9:00 until before 18:00 in `zone`."""
    local = now.astimezone(zone)
    return local.isoweekday() <= FRIDAY and FIRST_HOUR <= local.hour < LAST_HOUR


def month_of(now: datetime, *, zone: ZoneInfo) -> date:
    """Return the first day of the month of a moment, by the clocks of `zone`."""
    return now.astimezone(zone).date().replace(day=1)


def digest_period(month: date, last: date | None, *, zone: ZoneInfo) -> Period:
    """Return what the digest of a month covers: all since the last one, until the month begins.

    Args:
        month: the first day of the month in which it leaves.
        last: the month of the person's digest before; None for the first, which covers one month.
        zone: whose midnight begins a month.

    What happens within the month of the digest waits for the next one: so it says the same
    whatever day it leaves, and nobody reads at once what arrived by mail an hour ago.
    """
    start = last or (month - timedelta(days=1)).replace(day=1)
    return Period(_midnight(start, zone), _midnight(month, zone))


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)
