"""Weeks that look like those of a municipality: five days of nine hours, y, m or n."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

FIRST_HOUR, HOURS, DAYS = 9, 9, 5
NOON, LUNCH_END = 13, 15
FRIDAY = 4
COUNCIL_DAYS = (0, 1, 1, 2, 2, 2, 3, 3)
COUNCIL_WEEKS = ((1, 2, 3), (1, 2, 3), (2, 3, 4), (1, 3))
IF_NEED_SHARE = 0.25
MORNING_COUNCIL = 0.75
AWAY_SHARE, AWAY_DAYS = 0.25, (4, 11)


@dataclass(frozen=True)
class InventedWeek:
    """When somebody can: 45 letters, Monday first; the council's half day; days away.

    `council` is (weekday, weeks of the month, "am" or "pm"); `away` pairs include both days.
    """

    weekly: str
    council: tuple[int, tuple[int, ...], str]
    away: tuple[tuple[date, date], ...]


def invent_week(random: Random, *, first_day: date, weeks: int) -> InventedWeek:
    """Invent a week, a council, and perhaps days away between `first_day` and the plan's end."""
    prefers_morning = random.random() < 0.55  # noqa: PLR2004 - a little more than half
    field_day, field_half = random.randrange(DAYS), random.choice(("am", "pm"))
    hours = range(FIRST_HOUR, FIRST_HOUR + HOURS)
    chances = [
        _free_chance(day, hour, prefers_morning, (field_day, field_half))
        for day in range(DAYS)
        for hour in hours
    ]
    weekly = "".join(_letter(random, chance) for chance in chances)
    half = "am" if random.random() < MORNING_COUNCIL else "pm"
    return InventedWeek(
        weekly=weekly if "y" in weekly else "y" + weekly[1:],
        council=(random.choice(COUNCIL_DAYS), random.choice(COUNCIL_WEEKS), half),
        away=_away(random, first_day, weeks),
    )


def _free_chance(day: int, hour: int, prefers_morning: bool, field: tuple[int, str]) -> float:  # noqa: FBT001 - one of the facts of the hour
    """Return how likely an hour is free: Friday afternoons, lunch and days outside are bad."""
    half = "am" if hour < NOON else "pm"
    if (day, half) == field:
        return 0.05
    if NOON <= hour < LUNCH_END:
        return 0.25
    if day == FRIDAY and half == "pm":
        return 0.1
    return 0.75 if (half == "am") == prefers_morning else 0.45


def _letter(random: Random, chance: float) -> str:
    if random.random() < chance:
        return "y"
    return "m" if random.random() < IF_NEED_SHARE else "n"


def _away(random: Random, first_day: date, weeks: int) -> tuple[tuple[date, date], ...]:
    if random.random() >= AWAY_SHARE:
        return ()
    begins = first_day + timedelta(days=random.randrange(7 * weeks))
    return ((begins, begins + timedelta(days=random.randint(*AWAY_DAYS))),)
