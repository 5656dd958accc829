"""What a calendar says about a week as it is answered, and about days away."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from convoca.workplan.core.asking.busy.reading import Span
from convoca.workplan.core.problem.grid import HOURS, NO, UNSAID, WORKDAYS, YES, split_week
from convoca.workplan.core.problem.model import Away

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
WEEKEND = WORKDAYS
LONG_ABSENCE = 3
"""Work days in a row that are an absence even where they are half of the weeks."""


@dataclass(frozen=True)
class DayProposal:
    """One day of the week, 0 Monday: its hours nearly always busy, and the letters proposed."""

    day: int
    busy: tuple[int, ...]
    letters: str


@dataclass(frozen=True)
class Proposal:
    """What a calendar would change of an answer; nothing where it says nothing new."""

    days: tuple[DayProposal, ...]
    absences: tuple[Away, ...]


def propose(
    spans: Sequence[Span],
    *,
    weekly: str,
    away: Sequence[Away],
    first: date,
    last: date,
) -> Proposal:
    """Propose letters and absences from when somebody is busy between two days, both included.

    A day is taken when all its HOURS are busy. Taken work days are an absence, with the weekends
    between them, when they are LONG_ABSENCE in a row or fewer than half of their weekday; else
    they are busy hours like others. An hour is nearly always busy when it is so in at least half
    of its days, days of absence not counted; it then becomes "no". Where some hour of the week is
    so, this is a calendar in use: hours with no answer yet become "yes". Hours answered stay.
    Days and absences that change nothing are left out.

    Args:
        spans: on the clock of who answers; empty gives an empty proposal.
        weekly: as in `grid`, empty for no answer.
        away: absences already told.
    """
    busy = _busy_hours(spans, first, last)
    weekdays = [
        [day for day in _days(first, last) if day.weekday() == number] for number in range(WORKDAYS)
    ]
    gone = _absent_days(busy, weekdays, first, last)
    hours = [
        tuple(hour for hour in HOURS if _is_mostly_busy(hour, [*{*days} - gone], busy))
        for days in weekdays
    ]
    fill = {UNSAID: YES} if any(hours) else {}
    proposed = [
        DayProposal(number, hours[number], _changed(letters, hours[number], fill))
        for number, letters in enumerate(split_week(weekly))
    ]
    changed = [
        one for one, old in zip(proposed, split_week(weekly), strict=True) if one.letters != old
    ]
    told = {day for start, end in away for day in _days(max(start, first), min(end, last))}
    fresh = [one for one in _joined(gone) if not told.issuperset(_work_days(*one))]
    return Proposal(tuple(changed), tuple(fresh))


def _busy_hours(spans: Iterable[Span], first: date, last: date) -> dict[date, set[int]]:
    """Return the busy HOURS of each work day of the window that has any."""
    busy: dict[date, set[int]] = defaultdict(set)
    for span in spans:
        start, end = span.start.replace(tzinfo=None), span.end.replace(tzinfo=None)
        for day in _work_days(max(first, start.date()), min(last, end.date())):
            for hour in HOURS:
                begin = datetime.combine(day, time(hour))
                if start < begin + HOUR and end > begin:
                    busy[day].add(hour)
    return busy


def _absent_days(
    busy: dict[date, set[int]], weekdays: list[list[date]], first: date, last: date
) -> set[date]:
    taken = {day for day, hours in busy.items() if len(hours) == len(HOURS)}
    often = [2 * len(taken & {*days}) >= len(days) > 1 for days in weekdays]
    gone: set[date] = set()
    for run in _runs(taken, _work_days(first, last)):
        gone |= {day for day in run if len(run) >= LONG_ABSENCE or not often[day.weekday()]}
    return gone


def _joined(days: set[date]) -> list[Away]:
    """Join days away to absences, in order; a weekend between two of them does not part them."""
    if not days:
        return []
    runs = _runs(days, _work_days(min(days), max(days)))
    return [(run[0], run[-1]) for run in runs]


def _runs(chosen: set[date], days: Sequence[date]) -> list[list[date]]:
    """Cut days into those in a row that are chosen."""
    runs: list[list[date]] = [[]]
    for day in days:
        if day in chosen:
            runs[-1].append(day)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _is_mostly_busy(hour: int, days: Sequence[date], busy: dict[date, set[int]]) -> bool:
    times = sum(hour in busy.get(day, ()) for day in days)
    return times > 0 and 2 * times >= len(days)


def _changed(letters: str, hours: Sequence[int], fill: Mapping[str, str]) -> str:
    return "".join(
        NO if hour in hours else fill.get(letter, letter)
        for hour, letter in zip(HOURS, letters, strict=True)
    )


def _days(first: date, last: date) -> list[date]:
    return [first + DAY * number for number in range((last - first).days + 1)]


def _work_days(first: date, last: date) -> list[date]:
    return [day for day in _days(first, last) if day.weekday() < WEEKEND]
