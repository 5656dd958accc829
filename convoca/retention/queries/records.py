"""Who came to which session, of a cycle and of those before it, in a fixed number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from convoca.convening.core.presence import Presence, Presences
from convoca.convening.core.record import Record, record_of
from convoca.convening.models import AttendanceMark
from convoca.cycles.models import Cycle
from convoca.meetings.models import Session

CYCLES_COMPARED = 4


@dataclass(frozen=True)
class CycleRecords:
    """What each seat with a mark did in one cycle; `people` are those who came in person.

    `seats_that_came` did so at least once. One that another seat serves by now stands there as
    the serving seat: who shared an office since has not left.
    """

    cycle: Cycle
    held: tuple[int, ...]
    by_seat: Mapping[int, Record]
    people: frozenset[int]
    seats_that_came: frozenset[int]


@dataclass(frozen=True)
class HeldSession:
    """When a session that was held began, and the day on its own clock."""

    cycle_id: int
    number: int
    starts_at: datetime
    day: date


def list_cycle_records(cycle: Cycle, *, cycles: int = CYCLES_COMPARED) -> list[CycleRecords]:
    """List the records of a cycle and of those before it, the oldest first; two queries.

    At most `cycles`; one without a session held has no records.
    """
    wanted = list(
        Cycle.objects.filter(community=cycle.community_id, number__lte=cycle.number).order_by(
            "-number"
        )[:cycles]
    )
    marks = AttendanceMark.objects.filter(cycle__in=[one.pk for one in wanted]).values_list(
        "cycle_id", "seat_id", "seat__served_by", "person_id", "number", "presence"
    )
    presences: dict[int, dict[int, dict[int, Presence]]] = {one.pk: {} for one in wanted}
    people: dict[int, set[int]] = {one.pk: set() for one in wanted}
    came: dict[int, set[int]] = {one.pk: set() for one in wanted}
    for cycle_id, seat_id, serving_id, person_id, number, presence in marks:
        presences[cycle_id].setdefault(seat_id, {})[number] = Presence(presence)
        if presence == Presence.PRESENT:
            people[cycle_id].add(person_id)
            came[cycle_id].add(serving_id or seat_id)
    return [
        _records(one, presences[one.pk], people[one.pk], came[one.pk]) for one in reversed(wanted)
    ]


def list_held_sessions(cycle: Cycle) -> list[HeldSession]:
    """List the sessions held of a community up to this cycle and after it, in their order."""
    rows = Session.objects.filter(
        cycle__community=cycle.community_id, state=Session.State.HELD
    ).order_by("starts_at", "pk")
    return [
        HeldSession(
            one.cycle_id, one.number, one.starts_at, date.fromisoformat(one.wall_start[:10])
        )
        for one in rows
    ]


def _records(
    cycle: Cycle,
    presences: Mapping[int, Mapping[int, Presence]],
    people: set[int],
    came: set[int],
) -> CycleRecords:
    held = sorted({number for marks in presences.values() for number in marks})
    return CycleRecords(
        cycle=cycle,
        held=tuple(held),
        by_seat={seat: record_of(Presences(marks), held=held) for seat, marks in presences.items()},
        people=frozenset(people),
        seats_that_came=frozenset(came),
    )
