"""Who is asked to a session, and who was written to already."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

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


def farewell_occasion(session: Session) -> str:
    """Return the name for who left: it stands when what waits about the session is cancelled."""
    return f"session-farewell:{session.pk}"


def invite_key(session: Session) -> str:
    """Return the promise that each person is told of this state of a session once."""
    return f"session-invite:{session.pk}:{session.sequence}"


def personal_key(key: str, person_id: int, times_left: int) -> str:
    """Return the promise made to one person; who left and came back is owed it again."""
    return f"{key}:{person_id}.{times_left}" if times_left else f"{key}:{person_id}"


def count_departures(session: Session) -> dict[int, int]:
    """Count by person how often a session was taken out of the own calendar again."""
    counted = session.departures.values("person").annotate(n=Count("pk"))
    return {row["person"]: row["n"] for row in counted}


def leave_out_written(session: Session, key: str, guests: Sequence[Guest]) -> list[Guest]:
    """Return the guests of a session to whom nothing was written under `key` yet."""
    left = count_departures(session)
    keys = {
        guest.person.pk: personal_key(key, guest.person.pk, left.get(guest.person.pk, 0))
        for guest in guests
    }
    written = standing_keys(keys.values())
    return [guest for guest in guests if keys[guest.person.pk] not in written]


def leave_out_told(session: Session, guests: Sequence[Guest]) -> list[Guest]:
    """Return the guests who were not yet told of the session as it is now."""
    return leave_out_written(session, invite_key(session), guests)


def leave_out_excused(session: Session, guests: Sequence[Guest]) -> list[Guest]:
    """Return the guests who have not excused themselves for all their seats."""
    excused = set(
        session.attendances.filter(presence=Attendance.Presence.EXCUSED).values_list(
            "seat_id", flat=True
        )
    )
    return [guest for guest in guests if not {seat.pk for seat in guest.seats} <= excused]
