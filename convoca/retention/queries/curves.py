"""The figures of loyalty, each with its denominator: curves, who stays, who comes again."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from convoca.agenda.queries import interviewed_seat_ids
from convoca.convening.core.proportion import Proportion
from convoca.convening.core.record import Record
from convoca.convening.core.retention import CurvePoint, kept, retention_curve, stopped_after
from convoca.convening.core.transitions import (
    Transitions,
    one_timers,
    repeats,
    returns,
    transitions,
)
from convoca.convening.queries import SeatRow, funnel_counts, list_seat_rows
from convoca.cycles.models import Cycle
from convoca.cycles.queries import previous_cycle
from convoca.retention.queries.records import CycleRecords
from convoca.retention.queries.risks import RiskBoard
from convoca.workplan.queries import answered_seat_ids


@dataclass(frozen=True)
class CycleCurve:
    """The retention curve of one cycle, and who came no more after each session."""

    cycle: Cycle
    points: tuple[CurvePoint, ...]
    stopped: Mapping[int, int]


@dataclass(frozen=True)
class Kept:
    """What stayed of the cycle before: the seats, and the persons, that came in both."""

    before: Cycle
    seats: Proportion
    people: Proportion


@dataclass(frozen=True)
class Loyalty:
    """What is known of a cycle; `kept` is None without a cycle before to compare with."""

    transitions: Transitions
    one_timers: Proportion
    returns: Proportion
    repeats: Sequence[int]
    kept: Kept | None


def list_curves(records: Sequence[CycleRecords]) -> list[CycleCurve]:
    """List the curves of the cycles in which a session was held, the oldest first."""
    return [
        CycleCurve(
            cycle=one.cycle,
            points=tuple(retention_curve(one.by_seat.values(), held=len(one.held))),
            stopped=_stopped(one.by_seat.values(), len(one.held)),
        )
        for one in records
        if one.held
    ]


def read_loyalty(records: Sequence[CycleRecords]) -> Loyalty:
    """Return the figures of the last of these cycles, and what stayed of the one before.

    A cycle in which no session was held yet cannot have kept anybody: then None too.
    """
    current = records[-1]
    seats = list(current.by_seat.values())
    earlier = [one for one in records[:-1] if one.held and current.held]
    return Loyalty(
        transitions=transitions(seats),
        one_timers=one_timers(seats),
        returns=returns(seats),
        repeats=repeats(seats, sessions=len(current.held)),
        kept=_kept(earlier[-1], current) if earlier else None,
    )


def _kept(before: CycleRecords, current: CycleRecords) -> Kept:
    return Kept(
        before=before.cycle,
        seats=kept(before.seats_that_came, current.seats_that_came),
        people=kept(before.people, current.people),
    )


@dataclass(frozen=True)
class Funnels:
    """How far the seats of a cycle got, and those of the cycle before; None without one."""

    now: Mapping[str, int]
    before: Cycle | None = None
    earlier: Mapping[str, int] = field(default_factory=dict)


def read_funnels(board: RiskBoard) -> Funnels:
    """Return the funnel of a cycle whose seats were all read, beside that of the cycle before.

    A closed cycle keeps the funnel of its closing; one without is counted from its rows.
    """
    now = count_funnel(board.cycle, board.rows, board.interviewed, board.gave_availability)
    before = previous_cycle(board.cycle)
    if before is None:
        return Funnels(now)
    earlier = before.figures.get("funnel") or count_funnel(
        before,
        list_seat_rows(before),
        interviewed_seat_ids(before),
        answered_seat_ids(before),
    )
    return Funnels(now, before, earlier)


def count_funnel(
    cycle: Cycle,
    rows: Sequence[SeatRow],
    interviewed: AbstractSet[int],
    gave_availability: AbstractSet[int],
) -> Mapping[str, int]:
    """Count the funnel over the offices that exist, with interviews and availability."""
    existing = {row.seat.pk for row in rows if row.facts.is_office}
    counts = funnel_counts(cycle, rows).with_rooms_above(
        interviewed=len(existing & interviewed),
        gave_availability=len(existing & gave_availability),
    )
    return dict(counts.steps)


def _stopped(records: Iterable[Record], held: int) -> Mapping[int, int]:
    stops = [stopped_after(record) for record in records]
    return {number: stops.count(number) for number in range(1, held + 1)}
