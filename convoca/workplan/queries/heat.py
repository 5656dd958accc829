"""How many can at each hour of the week."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from convoca.cycles.models import Cycle
from convoca.workplan.core.explain import SMALLEST_GROUP, HeatCell
from convoca.workplan.core.explain import heat_map as count_cells
from convoca.workplan.core.grid import HOURS
from convoca.workplan.core.model import Community, Problem
from convoca.workplan.queries.availability import AvailabilityRow, availability_rows
from convoca.workplan.queries.problem import participants_of

BEST_SHOWN = 3


@dataclass(frozen=True)
class HeatMap:
    """Every hour of the week in the association's zone; `answered` is the denominator."""

    cells: Sequence[HeatCell]
    answered: int

    @property
    def is_shown(self) -> bool:
        """Say whether enough people answered for nobody to be recognised."""
        return self.answered >= SMALLEST_GROUP

    def best(self) -> list[HeatCell]:
        """Return the three hours at which most can; "if need be" counts half, ties by time."""
        if not self.is_shown:
            return []
        order = sorted(
            self.cells, key=lambda one: (-2 * one.yes - one.if_need, one.weekday, one.hour)
        )
        return order[:BEST_SHOWN]


def heat_map(cycle: Cycle, rows: Iterable[AvailabilityRow] | None = None) -> HeatMap:
    """Count who can at each weekday and hour, own and carried weeks alike.

    Hours are those of the association in the first week in which there may be sessions.
    """
    people = participants_of(availability_rows(cycle) if rows is None else rows)
    monday = cycle.plan_from - timedelta(days=cycle.plan_from.weekday())
    community = Community("", "", (), (1, 1), people)
    problem = Problem(
        zone=cycle.community.association.zone,
        first_day=monday,
        weeks=1,
        hours=HOURS,
        licences=(),
        facilitators=(),
        experts=(),
        communities=(community,),
    )
    answered = sum(bool(person.weekly) for person in people)
    return HeatMap(count_cells(problem, community), answered)
