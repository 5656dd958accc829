"""What a rehearsal came to: the figures of the pages, by cycle, and who came back."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps

from convoca.convening.models import AttendanceMark
from convoca.cycles.models import Cycle
from convoca.desk.queries.figures import read_figures
from convoca.directory.models import Community
from convoca.foundation.models import Association
from convoca.messaging.queries import count_by_state


@dataclass(frozen=True)
class CycleFigures:
    """One cycle: its number, its days, and its figures as its page counts them."""

    number: int
    begins_on: str
    closed_on: str
    figures: dict[str, Any]  # Any: counts, as `read_figures` gives them


@dataclass(frozen=True)
class Retention:
    """Of the seats and the persons that came in one cycle, how many came in the next."""

    source: int
    target: int
    seats: int
    seats_back: int
    persons: int
    persons_back: int


@dataclass(frozen=True)
class CommunityFigures:
    """One community over its cycles."""

    name: str
    kind: str
    cycles: Sequence[CycleFigures]
    retention: Sequence[Retention]


@dataclass(frozen=True)
class Outcome:
    """Everything that a simulation prints. Only the last four depend on machine and moment."""

    seed: int
    today: str
    communities: Sequence[CommunityFigures]
    messages: dict[str, int]
    walked: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    stages: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0


def community_figures(community: Community) -> CommunityFigures:
    """Read the figures of every cycle of a community."""
    cycles = list(community.cycles.select_related("community__kind", "community__association"))
    cycles.sort(key=lambda cycle: cycle.number)
    return CommunityFigures(
        name=community.name,
        kind=community.kind.code,
        cycles=[_cycle_figures(cycle) for cycle in cycles],
        retention=[retention(before, after) for before, after in pairwise(cycles)],
    )


def _cycle_figures(cycle: Cycle) -> CycleFigures:
    zone = ZoneInfo(cycle.community.association.zone)
    closed = cycle.closed_at.astimezone(zone).date().isoformat() if cycle.closed_at else ""
    return CycleFigures(
        number=cycle.number,
        begins_on=cycle.started_at.astimezone(zone).date().isoformat(),
        closed_on=closed,
        figures=asdict(read_figures(cycle)),
    )


def retention(before: Cycle, after: Cycle) -> Retention:
    """Count who came to the second of two cycles, of who came to the first: seats and persons."""
    first, second = _who_came(before), _who_came(after)
    seats, seats_later = {seat for seat, _ in first}, {seat for seat, _ in second}
    persons, persons_later = {person for _, person in first}, {person for _, person in second}
    return Retention(
        source=before.number,
        target=after.number,
        seats=len(seats),
        seats_back=len(seats & seats_later),
        persons=len(persons),
        persons_back=len(persons & persons_later),
    )


def _who_came(cycle: Cycle) -> set[tuple[int, int]]:
    marks = AttendanceMark.objects.filter(cycle=cycle, presence=AttendanceMark.Presence.PRESENT)
    return set(marks.values_list("seat", "person"))


def message_counts(association: Association) -> dict[str, int]:
    """Count the messages of an association by state."""
    return count_by_state(association)


def count_rows() -> dict[str, int]:
    """Count the rows of every room's tables, in the whole database."""
    counts: dict[str, int] = {}
    for model in apps.get_models():
        module = model.__module__.split(".")
        if module[0] == "convoca":
            counts[module[1]] = counts.get(module[1], 0) + model._default_manager.count()
    return counts
