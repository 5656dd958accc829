"""Who came, as the lists of a session show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from convoca.convening.models import Invitation
from convoca.cycles.models import Cycle
from convoca.directory.core.comunas import ComunaIndex
from convoca.directory.core.fold import fold_text
from convoca.directory.models import Comuna, Person, Seat
from convoca.directory.queries import email_of
from convoca.meetings.core.attendance_file import Guest as FileGuest
from convoca.meetings.models import Attendance, Session
from convoca.meetings.queries.guests import list_accepted


@dataclass(frozen=True)
class AttendanceLine:
    """One accepted seat in a session; `attendance` is None until something is recorded."""

    seat: Seat
    person: Person
    attendance: Attendance | None

    @property
    def presence(self) -> str:
        """Return what is recorded, or an empty text."""
        return self.attendance.presence if self.attendance else ""


def list_attendance(session: Session) -> list[AttendanceLine]:
    """List the accepted seats of a session with what is recorded, from north to south."""
    recorded = {row.seat_id: row for row in session.attendances.all()}
    return [
        AttendanceLine(
            seat=invitation.seat,
            person=invitation.participant,
            attendance=recorded.get(invitation.seat_id),
        )
        for invitation in list_accepted(session.cycle)
    ]


def file_guests(cycle: Cycle) -> list[FileGuest]:
    """List the accepted seats as a file of attendance may name them."""
    accepted = list_accepted(cycle)
    cuts: dict[int, list[str]] = {}
    places = {invitation.seat.municipality_id for invitation in accepted}
    for code, municipality in Comuna.objects.filter(municipality__in=places).values_list(
        "code", "municipality_id"
    ):
        cuts.setdefault(municipality, []).append(code)
    return [_file_guest(invitation, cuts) for invitation in accepted]


def _file_guest(invitation: Invitation, cuts: dict[int, list[str]]) -> FileGuest:
    person = invitation.participant
    return FileGuest(
        seat_id=invitation.seat_id,
        person_id=person.pk,
        email=email_of(person),
        cuts=tuple(cuts.get(invitation.seat.municipality_id, ())),
    )


def comuna_index() -> ComunaIndex:
    """Return all comunas of the country, to be found by name, other spelling or code."""
    return ComunaIndex(
        (code, name, aliases)
        for code, name, aliases in Comuna.objects.values_list("code", "name", "aliases")
    )


def filter_lines(
    lines: Sequence[AttendanceLine], *, region: str = "", words: str = ""
) -> list[AttendanceLine]:
    """Return the lines of a region whose comuna or person holds all words, accents apart."""
    wanted = fold_text(words).split()
    return [
        line
        for line in lines
        if (not region or line.seat.municipality.region.code == region)
        and all(word in _searched(line) for word in wanted)
    ]


def _searched(line: AttendanceLine) -> str:
    return fold_text(f"{line.seat.municipality.comuna_name} {line.person.name}")
