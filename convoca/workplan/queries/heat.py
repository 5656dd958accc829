"""How many can at each hour of the week, and who is left out by one of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from convoca.cycles.models import Cycle
from convoca.workplan.core.asking.heat import (
    Group,
    HeatCell,
    OwnWeek,
    clock_weeks,
    count_cells,
    group_people,
    join_small,
    rank_cells,
    read_weeks,
)
from convoca.workplan.core.ground.slots import open_slots
from convoca.workplan.core.ground.values import value_matrix
from convoca.workplan.core.problem.grid import HOURS, NO
from convoca.workplan.core.problem.model import Community, Participant, Problem
from convoca.workplan.core.result.series import SMALLEST_GROUP
from convoca.workplan.queries.availability import AvailabilityRow, availability_rows
from convoca.workplan.queries.zones import plan_window

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
        return rank_cells(self.cells)[:BEST_SHOWN] if self.is_shown else []


@dataclass(frozen=True)
class HourView:
    """One hour of the week: what everybody said of it.

    `groups` are regions, small ones together; `expected` is how many of those who have not
    answered may come, estimated as the planner does.
    """

    cell: HeatCell
    groups: Sequence[Group]
    left_out: Sequence[AvailabilityRow]
    unanswered: int
    expected: int

    @property
    def is_shown(self) -> bool:
        """Say whether enough people answered for nobody to be recognised."""
        return self.cell.answered >= SMALLEST_GROUP


def heat_map(
    cycle: Cycle, rows: Iterable[AvailabilityRow] | None = None, *, monday: date | None = None
) -> HeatMap:
    """Count who can at each weekday and hour, own and carried weeks alike.

    Hours are those of the association in the week of `monday`; without one, in the first week in
    which there may be sessions. Only weekly grids count: no absences, council or closed days.
    """
    weeks = _read(cycle, availability_rows(cycle) if rows is None else rows, monday)
    cells = count_cells(weeks, HOURS)
    return HeatMap(cells, cells[0].answered)


def hour_view(
    cycle: Cycle,
    rows: Sequence[AvailabilityRow],
    chosen: Sequence[AvailabilityRow],
    *,
    place: tuple[int, int],
    monday: date | None = None,
) -> HourView:
    """Tell what the chosen ones of these people said of one hour.

    `place` is the weekday, Monday 0 to Friday 4, and one of HOURS. Names are for who may call
    people; counts by region are for all. Estimates rest on the answers of all rows.
    """
    weekday, hour = place
    column = weekday * len(HOURS) + HOURS.index(hour)
    weeks = _read(cycle, chosen, monday)
    said = [week[column] if week else "" for week in weeks]
    regions = [row.invitation.seat.municipality.region.short_name for row in chosen]
    return HourView(
        cell=count_cells(weeks, HOURS)[column],
        groups=join_small(group_people(zip(regions, said, strict=True)), SMALLEST_GROUP),
        left_out=[row for row, letter in zip(chosen, said, strict=True) if letter == NO],
        unanswered=said.count(""),
        expected=_expected(cycle, rows, chosen, column, monday),
    )


def clock_mondays(cycle: Cycle, rows: Iterable[AvailabilityRow]) -> list[date]:
    """List the Mondays of the plan from which the clocks of these people differ in another way.

    One where they never do; the first is the one that a heat map without a Monday reads.
    """
    first, last = plan_window(cycle)
    zones = sorted({row.invitation.seat.municipality.zone for row in rows})
    zone = cycle.community.association.zone
    return clock_weeks(zone, zones, first=first, last=last)


def _read(cycle: Cycle, rows: Iterable[AvailabilityRow], monday: date | None) -> list[str]:
    own = (OwnWeek(row.invitation.seat.municipality.zone, _letters(row)) for row in rows)
    zone = cycle.community.association.zone
    return read_weeks(own, zone=zone, monday=monday or _first_monday(cycle), hours=HOURS)


def _letters(row: AvailabilityRow) -> str:
    return row.availability.weekly if row.availability and row.is_known else ""


def _first_monday(cycle: Cycle) -> date:
    return cycle.plan_from - timedelta(days=cycle.plan_from.weekday())


def _expected(
    cycle: Cycle,
    rows: Sequence[AvailabilityRow],
    chosen: Sequence[AvailabilityRow],
    column: int,
    monday: date | None,
) -> int:
    """Estimate how many of the chosen who have not answered may come, in a usual week."""
    people = tuple(_participant(row) for row in rows)
    community = Community("", "", (), (1, 1), people)
    problem = Problem(
        zone=cycle.community.association.zone,
        first_day=monday or _first_monday(cycle),
        weeks=1,
        hours=HOURS,
        licences=(),
        facilitators=(),
        experts=(),
        communities=(community,),
    )
    values = value_matrix(problem, community, open_slots(problem))
    asked = {str(row.invitation.seat_id) for row in chosen if not row.is_known}
    return round(int(values[[one.id in asked for one in people], column].sum()) / problem.yes)


def _participant(row: AvailabilityRow) -> Participant:
    seat = row.invitation.seat
    place = seat.municipality
    return Participant(str(seat.pk), place.region.code, place.zone, _letters(row))
