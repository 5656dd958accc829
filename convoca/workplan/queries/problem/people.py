"""Who takes part, as the planner knows them: seats, never names."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from convoca.directory.models import Region
from convoca.workplan.core.problem.model import Away, Participant
from convoca.workplan.queries.availability import AvailabilityRow

Persons = Mapping[int, str]
"""The id in the problem of each human being whom several communities share, by primary key."""


def participants_of(
    rows: Iterable[AvailabilityRow],
    *,
    closed: Mapping[int, Sequence[Away]] | None = None,
    persons: Persons | None = None,
) -> tuple[Participant, ...]:
    """Return who takes part: one a seat, with its region, zone and what is known of the week.

    A week that is not whole counts as none, so that its hours are estimated from the region.
    `closed` holds days closed in a municipality, which count as days away.
    """
    return tuple(_participant(row, closed or {}, persons or {}) for row in rows)


def region_of(row: AvailabilityRow) -> Region:
    """Return the region of the seat of a row."""
    return row.invitation.seat.municipality.region


def shared_persons(rows: Mapping[int, Sequence[AvailabilityRow]], standing: set[int]) -> Persons:
    """Return the ids of those who take part in several cycles, or in one whose dates stand.

    `rows` are those of each cycle to plan; `standing` the people of the sessions that stand.
    """
    cycles: dict[int, set[int]] = defaultdict(set)
    for cycle_id, own in rows.items():
        for row in own:
            cycles[row.invitation.participant.pk].add(cycle_id)
    return {pk: f"person:{pk}" for pk, own in cycles.items() if len(own) > 1 or pk in standing}


def _participant(
    row: AvailabilityRow, closed: Mapping[int, Sequence[Away]], persons: Persons
) -> Participant:
    seat = row.invitation.seat
    local = tuple(closed.get(seat.municipality_id, ()))
    unknown = Participant(
        f"seat:{seat.pk}",
        region_of(row).code,
        seat.municipality.zone,
        away=local,
        person=persons.get(row.invitation.participant.pk),
    )
    if row.availability is None:
        return unknown
    return replace(
        unknown,
        weekly=row.availability.weekly if row.is_known else "",
        away=row.availability.absences + local,
        council=row.availability.council,
    )
