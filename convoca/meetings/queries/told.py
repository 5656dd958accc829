"""Who has a session in the calendar, whether or not this person takes part now."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from convoca.directory.models import PersonalLink
from convoca.meetings.core.calendar import ToldEvent, read_event
from convoca.meetings.models import Session
from convoca.meetings.queries.guests import (
    Guest,
    count_departures,
    list_accepted,
    occasion_of,
    personal_key,
)
from convoca.messaging.models import Message

State = Message.State
MAY_HAVE_ARRIVED = {*Message.LEFT, State.LEASED, State.UNCERTAIN}


@dataclass(frozen=True)
class Told:
    """The ids of the people whom the event of a session was written to, and not taken back.

    `have_it`: by address where it went. `expect_it`: it waits to leave, or could not leave.
    """

    have_it: dict[int, str]
    expect_it: frozenset[int]


def read_told(session: Session) -> Told:
    """Read who was told of a session. What was cancelled before it left told nobody."""
    left = count_departures(session)
    owners = dict(_links(session).values_list("reference", "person_id"))
    have_it: dict[int, str] = {}
    written: set[int] = set()
    for reference, key, state, address in _events(session):
        person = owners.get(reference)
        if person and key.endswith(personal_key("", person, left.get(person, 0))):
            written.add(person)
            if state in MAY_HAVE_ARRIVED:
                have_it[person] = address
    return Told(have_it=have_it, expect_it=frozenset(written - have_it.keys()))


def last_told(session: Session) -> ToldEvent | None:
    """Return what the last event that may have arrived said of a session, if any did."""
    told = Message.objects.filter(
        occasion=occasion_of(session), calendar_method="REQUEST", state__in=MAY_HAVE_ARRIVED
    )
    latest = told.order_by("-pk").values_list("calendar", flat=True).first()
    return read_event(latest) if latest else None


def _links(session: Session) -> QuerySet[PersonalLink]:
    return PersonalLink.objects.filter(
        purpose=PersonalLink.Purpose.SESSION, occasion=occasion_of(session)
    )


def _events(session: Session) -> QuerySet[Message, tuple[str, str, str, str]]:
    events = Message.objects.filter(occasion=occasion_of(session), calendar_method="REQUEST")
    standing = events.exclude(state=State.CANCELLED).order_by("pk")
    return standing.values_list("link_reference", "key", "state", "to_address")


def list_leavers(session: Session) -> list[Guest]:
    """List who has a session in the calendar and does not take part in its cycle any more."""
    told = read_told(session).have_it
    if not told:
        return []
    stay = {invitation.participant.pk for invitation in list_accepted(session.cycle)}
    links = _links(session).filter(person__in=told.keys() - stay)
    found = {
        link.person_id: Guest(link.person, (link.seat,), told[link.person_id])
        for link in links.select_related("person", "seat__municipality").order_by("-pk")
    }
    return list(found.values())


def who_must_hear(session: Session, guests: Sequence[Guest]) -> list[Guest]:
    """Return the guests who have the event, and those without an address: the team calls them."""
    told = read_told(session).have_it
    return [guest for guest in guests if guest.person.pk in told or not guest.email]
