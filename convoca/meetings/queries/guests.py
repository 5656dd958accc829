"""Who is asked to a session, and who was told already."""

from collections.abc import Sequence
from dataclasses import dataclass

from convoca.convening.models import Invitation
from convoca.convening.queries import accepted_invitations
from convoca.cycles.models import Cycle
from convoca.directory.models import Person, Seat
from convoca.directory.queries import email_of, phone_of
from convoca.meetings.models import Attendance, Session
from convoca.messaging.queries import standing_keys


@dataclass(frozen=True)
class Guest:
    """Somebody who takes part, once, with every seat this person takes part for.

    Mails go to a guest, not to a seat: one event in a calendar has one guest.
    """

    person: Person
    seats: tuple[Seat, ...]
    email: str

    @property
    def seat(self) -> Seat:
        """Return the seat by which this person is addressed: the first from the north."""
        return self.seats[0]

    @property
    def phone(self) -> str:
        """Return the telephone number, for who has no address."""
        return phone_of(self.person)

    @property
    def zone(self) -> str:
        """Return the zone in which this person reads hours."""
        return self.seat.municipality.zone


def list_accepted(cycle: Cycle) -> list[Invitation]:
    """List the accepted invitations of a cycle from north to south."""
    return list(
        accepted_invitations(cycle).order_by(
            "seat__municipality__region__position", "seat__municipality__comuna_name", "pk"
        )
    )


def list_guests(cycle: Cycle, accepted: Sequence[Invitation] | None = None) -> list[Guest]:
    """List who takes part in a cycle, each person once, from north to south.

    `accepted` saves reading the invitations again, where the caller has them.
    """
    people: dict[int, Person] = {}
    seats: dict[int, list[Seat]] = {}
    for invitation in list_accepted(cycle) if accepted is None else accepted:
        person = invitation.participant
        people.setdefault(person.pk, person)
        seats.setdefault(person.pk, []).append(invitation.seat)
    return [
        Guest(person=person, seats=tuple(seats[key]), email=email_of(person))
        for key, person in people.items()
    ]


def occasion_of(session: Session) -> str:
    """Return the name under which everything about a session is sent and cancelled."""
    return f"session:{session.pk}"


def invite_key(session: Session) -> str:
    """Return the promise that each person is told of this state of a session once."""
    return f"session-invite:{session.pk}:{session.sequence}"


def leave_out_written(key: str, guests: Sequence[Guest]) -> list[Guest]:
    """Return the guests to whom nothing was written under `key` yet."""
    keys = {f"{key}:{guest.person.pk}" for guest in guests}
    written = standing_keys(keys)
    return [guest for guest in guests if f"{key}:{guest.person.pk}" not in written]


def leave_out_told(session: Session, guests: Sequence[Guest]) -> list[Guest]:
    """Return the guests who were not yet told of the session as it is now."""
    return leave_out_written(invite_key(session), guests)


def leave_out_excused(session: Session, guests: Sequence[Guest]) -> list[Guest]:
    """Return the guests who have not excused themselves for all their seats."""
    excused = set(
        session.attendances.filter(presence=Attendance.Presence.EXCUSED).values_list(
            "seat_id", flat=True
        )
    )
    return [guest for guest in guests if not {seat.pk for seat in guest.seats} <= excused]
