"""The weekly grid as people answer it: five days, Monday first, one letter an hour.

y yes, m if need be, n no, and "-" where nothing has been said yet. The hours are the starts of
clock hours in the own zone of who answers.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

HOURS = tuple(range(9, 18))
"""The clock hours at which a session may begin, the same everywhere."""
WORKDAYS = 5
NOON_HOUR = 13
MORNING = tuple(hour for hour in HOURS if hour < NOON_HOUR)
AFTERNOON = tuple(hour for hour in HOURS if hour >= NOON_HOUR)
YES, IF_NEED, NO, UNSAID = "y", "m", "n", "-"
SAID = frozenset((YES, IF_NEED, NO))
BLANK_DAY = UNSAID * len(HOURS)
ALWAYS = YES * len(HOURS) * WORKDAYS


class Stretch(NamedTuple):
    """Consecutive hours of one day with the same letter: from `start`, until `end` (not in it)."""

    letter: str
    start: int
    end: int


def split_week(weekly: str) -> list[str]:
    """Cut a week into its days; an empty week gives five days without an answer.

    Raises:
        ValueError: not five days of known letters.
    """
    width = len(HOURS)
    if not weekly:
        return [BLANK_DAY] * WORKDAYS
    if len(weekly) != width * WORKDAYS or not SAID.issuperset(weekly.replace(UNSAID, "")):
        raise ValueError(f"not a week: {weekly!r}")
    return [weekly[width * day : width * (day + 1)] for day in range(WORKDAYS)]


def write_day(weekly: str, day: int, letters: str) -> str:
    """Put the letters of one day into a week; the other days stay.

    Raises:
        ValueError: the day is not 0 to 4, or the letters are not a day of y, m and n.
    """
    if day not in range(WORKDAYS) or len(letters) != len(HOURS) or not SAID.issuperset(letters):
        raise ValueError(f"not a day: {day} {letters!r}")
    days = split_week(weekly)
    days[day] = letters
    return "".join(days)


def fill_day(morning: str, afternoon: str) -> str:
    """Give the letters of a day of two halves."""
    return morning * len(MORNING) + afternoon * len(AFTERNOON)


def halves_of(letters: str) -> tuple[str, str]:
    """Give the letter of the morning and of the afternoon; "" for a half that is mixed."""
    cut = len(MORNING)
    return _common(letters[:cut]), _common(letters[cut:])


def stretches(letters: str) -> list[Stretch]:
    """Join consecutive hours with the same letter, in order of time."""
    joined = []
    for letter, pairs in groupby(zip(letters, HOURS, strict=True), key=lambda pair: pair[0]):
        hours = [hour for _, hour in pairs]
        joined.append(Stretch(letter, hours[0], hours[-1] + 1))
    return joined


def is_complete(weekly: str) -> bool:
    """Tell whether something was said about every hour of the week."""
    return len(weekly) == WORKDAYS * len(HOURS) and UNSAID not in weekly


def first_unsaid(weekly: str) -> int | None:
    """Give the first day with an hour about which nothing was said; None when there is none."""
    days = split_week(weekly)
    return next((number for number, day in enumerate(days) if UNSAID in day), None)


def _common(letters: Sequence[str]) -> str:
    return letters[0] if len(set(letters)) == 1 else ""
