"""What the sessions of others use up: hours of licences and people, days and weeks of experts."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from convoca.workplan.core.problem.model import Problem, Taken

HOURS_A_DAY = 24
Hours = Mapping[str, frozenset[int]]
"""For each name the clock hours in use, counted from the first midnight of the horizon."""


@dataclass(frozen=True)
class Standing:
    """What is in use before anything is planned; a name that is absent is free."""

    licences: Hours
    facilitators: Hours
    experts: Hours
    persons: Hours
    days: Mapping[tuple[str, int], int]
    weeks: Mapping[tuple[str, int], int]


def standing_use(problem: Problem) -> Standing:
    """Add up the sessions of others; one that touches part of an hour uses all of it."""
    uses: dict[str, dict[str, set[int]]] = {
        role: defaultdict(set) for role in ("licence", "facilitator", "expert", "person")
    }
    days: Counter[tuple[str, int]] = Counter()
    weeks: Counter[tuple[str, int]] = Counter()
    for taken in problem.taken:
        hours = hours_taken(taken, problem.first_day)
        for role, name in _names(taken):
            uses[role][name].update(hours)
        if taken.expert is not None:
            day = hours.start // HOURS_A_DAY
            days[taken.expert, day] += 1
            weeks[taken.expert, day // 7] += 1
    frozen = {
        role: {name: frozenset(used) for name, used in one.items()} for role, one in uses.items()
    }
    return Standing(
        licences=frozen["licence"],
        facilitators=frozen["facilitator"],
        experts=frozen["expert"],
        persons=frozen["person"],
        days=days,
        weeks=weeks,
    )


def hours_taken(taken: Taken, first_day: date) -> range:
    """Give the clock hours that a session touches, counted from the first midnight."""
    day = (taken.start.date() - first_day).days
    end = taken.start + timedelta(minutes=taken.session_min)
    begun = taken.start.replace(minute=0, second=0, microsecond=0)
    first = day * HOURS_A_DAY + taken.start.hour
    return range(first, first - (begun - end) // timedelta(hours=1))


def _names(taken: Taken) -> Iterator[tuple[str, str]]:
    for role in ("licence", "facilitator", "expert"):
        name = getattr(taken, role)
        if name is not None:
            yield role, name
    for person in taken.persons:
        yield "person", person
