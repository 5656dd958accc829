"""When somebody may be contacted: working days and office hours in the person's own zone.

Days and hours are those of the wall where the person works; a holiday of one region closes
only that region. The hours are those in which a municipality answers the telephone.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

SATURDAY = 5
LONGEST_CLOSURE = 60
"""More days in a row without a working day than any calendar has; beyond it the days are wrong."""


class Part(StrEnum):
    """A half of the working day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"

    @property
    def other(self) -> "Part":
        """Return the other half."""
        return Part.AFTERNOON if self is Part.MORNING else Part.MORNING


@dataclass(frozen=True)
class OfficeHours:
    """Wall times of a working day; the afternoon begins at `afternoon`, `closes` is outside."""

    opens: time = time(9)
    afternoon: time = time(14)
    closes: time = time(17, 30)

    def part_at(self, wall: time) -> Part:
        """Return in which half of the day a wall time falls."""
        return Part.MORNING if wall < self.afternoon else Part.AFTERNOON

    def start_of(self, part: Part) -> time:
        """Return when a half begins."""
        return self.opens if part is Part.MORNING else self.afternoon


OFFICE = OfficeHours()


@dataclass(frozen=True)
class Place:
    """Where a person works: the zone, the days closed there, the hours."""

    zone: ZoneInfo
    holidays: Collection[date] = frozenset()
    hours: OfficeHours = OFFICE

    def is_working_day(self, day: date) -> bool:
        """Say whether offices open that day: Monday to Friday, no holiday."""
        return day.weekday() < SATURDAY and day not in self.holidays

    def is_open(self, now: datetime) -> bool:
        """Say whether somebody may be contacted there at this moment."""
        wall = now.astimezone(self.zone)
        opens, closes = self.hours.opens, self.hours.closes
        return self.is_working_day(wall.date()) and opens <= wall.time() < closes

    def part_at(self, now: datetime) -> Part:
        """Return the half of the day there at this moment, also outside the hours."""
        return self.hours.part_at(now.astimezone(self.zone).time())

    def today(self, now: datetime) -> date:
        """Return the day there at this moment."""
        return now.astimezone(self.zone).date()

    def start_of(self, day: date, part: Part = Part.MORNING) -> datetime:
        """Return the moment at which a half of a day begins there."""
        return datetime.combine(day, self.hours.start_of(part), tzinfo=self.zone)

    def add_working_days(self, day: date, count: int) -> date:
        """Return the working day that comes `count` working days after `day`.

        With 0: the day itself, or the next working day where it is none.

        Raises ValueError: count below zero, or no working day in two months.
        """
        if count < 0:
            raise ValueError(f"{count} working days")
        if count == 0:
            return self._working_day_from(day)
        for _step in range(count):
            day = self._working_day_from(day + timedelta(days=1))
        return day

    def next_opening(self, now: datetime) -> datetime:
        """Return the first moment from now on at which somebody may be contacted there.

        Raises ValueError: no working day in two months.
        """
        if self.is_open(now):
            return now
        wall = now.astimezone(self.zone)
        is_over = wall.time() >= self.hours.opens
        day = wall.date() + timedelta(days=1) if is_over else wall.date()
        return self.start_of(self._working_day_from(day))

    def _working_day_from(self, day: date) -> date:
        for ahead in range(LONGEST_CLOSURE):
            if self.is_working_day(day + timedelta(days=ahead)):
                return day + timedelta(days=ahead)
        raise ValueError(f"no working day from {day} on")
