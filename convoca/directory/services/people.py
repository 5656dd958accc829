"""Writing people: who holds a seat, and how to reach them."""

from datetime import date

from django.db import transaction

from convoca.directory.models import ContactPoint, Person, Seat, Tenure
from convoca.foundation.models import Association


def add_person(
    *, association: Association, name: str, origin: str, email: str = "", phone: str = ""
) -> Person:
    """Add a person with what is known to reach them."""
    person = Person.objects.create(association=association, name=name.strip(), origin=origin)
    set_contact(person=person, channel=ContactPoint.Channel.EMAIL, value=email, origin=origin)
    set_contact(person=person, channel=ContactPoint.Channel.PHONE, value=phone, origin=origin)
    return person


def set_contact(*, person: Person, channel: str, value: str, origin: str) -> None:
    """Make `value` the current contact on a channel; an empty value changes nothing.

    The one before stays as history.
    """
    current = person.contacts.filter(channel=channel, is_current=True)
    if not value or current.filter(value=value).exists():
        return
    current.update(is_current=False)
    ContactPoint.objects.create(person=person, channel=channel, value=value, origin=origin)


@transaction.atomic
def seat_person(*, seat: Seat, person: Person, role: str, on: date, origin: str) -> Tenure:
    """Give the seat to a person from a day on; who held it until then leaves that day.

    A seat that somebody holds exists, and no other seat serves it any more; whether it is an
    office of its own is a new question with each holder.
    """
    for former in seat.tenures.select_for_update().filter(to_on__isnull=True):
        former.to_on = max(on, former.from_on)
        former.save(update_fields=["to_on"])
    if seat.existence != Seat.Existence.EXISTS or seat.served_by_id or seat.is_apart:
        seat.existence = Seat.Existence.EXISTS
        seat.served_by, seat.served_since, seat.is_apart = None, None, False
        seat.save(update_fields=["existence", "served_by", "served_since", "is_apart"])
    return Tenure.objects.create(seat=seat, person=person, role=role, from_on=on, origin=origin)
