"""What the sessions tell this room: who of each seat came."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from convoca.convening.models import AttendanceMark
from convoca.cycles.models import Cycle


@dataclass(frozen=True)
class Mark:
    """One seat at one session. `presence` is a value of `AttendanceMark.Presence`."""

    seat_id: int
    person_id: int
    presence: str


@transaction.atomic
def record_attendance_marks(*, cycle: Cycle, number: int, marks: Sequence[Mark]) -> int:
    """Keep who came to session `number`; told again, the last word on each seat counts.

    Returns how many seats have a mark by this call; seats that are not named keep theirs.
    """
    last_word = {mark.seat_id: mark for mark in marks}
    AttendanceMark.objects.bulk_create(
        [
            AttendanceMark(
                cycle=cycle,
                number=number,
                seat_id=mark.seat_id,
                person_id=mark.person_id,
                presence=AttendanceMark.Presence(mark.presence),
            )
            for mark in last_word.values()
        ],
        update_conflicts=True,
        unique_fields=["cycle", "seat", "number"],
        update_fields=["person", "presence"],
    )
    return len(last_word)
