"""Days of comunas as they are pasted from a sheet: comuna, day, name."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

MOST_LINES = 1000
YEARS = range(2000, 2101)
_APART = re.compile(r"\t|;|,(?=\s*\d)|(?<=\d),")
_DAY = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$")
_ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")


@dataclass(frozen=True)
class PastedDay:
    """A day of one comuna, by the key that `find` gave for its name."""

    comuna: int
    on: date
    name: str


@dataclass(frozen=True)
class PastedFault:
    """A line that cannot be taken. fault: "comuna" not known, "day" not a day, "many" too long."""

    line: int
    fault: str
    text: str


def read_pasted_days(
    text: str, find: Callable[[str], int | None], *, usual_name: str
) -> tuple[list[PastedDay], list[PastedFault]]:
    """Read lines "comuna; day; name", parted by tabs or semicolons, or commas beside the day.

    A day is 18-03-2027, 18/3/2027 or 2027-03-18; without a name the line has `usual_name`. Empty
    lines, and a first line without any digit (the titles), are passed over; the same day of the
    same comuna twice counts once, as first written.

    Returns:
        The days in their order, and a fault for each line that could not be read. Past
        MOST_LINES nothing is read and there is one fault "many".
    """
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    lines = [(number, line) for number, line in lines if line]
    if len(lines) > MOST_LINES:
        return [], [PastedFault(lines[MOST_LINES][0], "many", "")]
    if lines and not any(sign.isdigit() for sign in lines[0][1]):
        lines = lines[1:]
    days: dict[tuple[int, date], PastedDay] = {}
    faults: list[PastedFault] = []
    for number, line in lines:
        comuna, day, name = _cells(line)
        found, on = find(comuna), read_day(day)
        if found is None:
            faults.append(PastedFault(number, "comuna", comuna))
        elif on is None:
            faults.append(PastedFault(number, "day", day))
        else:
            days.setdefault((found, on), PastedDay(found, on, name or usual_name))
    return list(days.values()), faults


def read_day(text: str) -> date | None:
    """Read one day, or give None where it is none, or not in YEARS."""
    iso, own = _ISO.match(text), _DAY.match(text)
    if iso:
        year, month, day = (int(part) for part in iso.groups())
    elif own:
        day, month, year = (int(part) for part in own.groups())
    else:
        return None
    if year not in YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _cells(line: str) -> tuple[str, str, str]:
    cells = [cell.strip().strip('"') for cell in _APART.split(line, maxsplit=2)]
    cells += [""] * (3 - len(cells))
    return cells[0], cells[1], cells[2]
