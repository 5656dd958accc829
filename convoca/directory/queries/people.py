"""Seats and the people who hold them."""

from collections.abc import Collection, Iterable

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from convoca.directory.models import (
    Community,
    ContactPoint,
    DirectorateKind,
    OptOut,
    Person,
    Seat,
    Tenure,
)
from convoca.foundation.models import Association


def seats_of(association: Association, kind: DirectorateKind) -> QuerySet[Seat]:
    """Return all seats of a kind, from north to south, with municipality and current holder.

    `seat.holding` is a list with the current tenure, or empty.
    """
    holding = Tenure.objects.filter(to_on__isnull=True).select_related("person")
    return (
        Seat.objects.filter(association=association, kind=kind)
        .select_related("municipality__region", "kind")
        .prefetch_related(Prefetch("tenures", queryset=holding, to_attr="holding"))
        .order_by("municipality__region__position", "municipality__comuna_name")
    )


def community_seats(community: Community) -> QuerySet[Seat]:
    """Return the seats of a community that are not known to be absent.

    Those that another seat serves are left out: whoever is meant is met at the serving one.
    """
    seats = seats_of(community.association, community.kind).filter(served_by__isnull=True)
    return seats.exclude(existence=Seat.Existence.DOES_NOT)


def read_places(seats: Iterable[Seat]) -> None:
    """Read what `place` of each seat says, in one query; for lists and for mails to many."""
    served = Prefetch("serves", Seat.objects.select_related("municipality"))
    prefetch_related_objects(list(seats), served)


def current_holder(seat: Seat) -> Tenure | None:
    """Return who holds the seat now."""
    return seat.tenures.filter(to_on__isnull=True).select_related("person").first()


def email_of(person: Person) -> str:
    """Return the current e-mail address of a person, or an empty text."""
    return contact_of(person, ContactPoint.Channel.EMAIL)


def phone_of(person: Person) -> str:
    """Return the current telephone number of a person, or an empty text."""
    return contact_of(person, ContactPoint.Channel.PHONE)


def contact_of(person: Person, channel: str) -> str:
    """Return the current contact of a person on a channel, or an empty text.

    Reads what was prefetched, so that a list asks once.
    """
    return next(
        (
            contact.value
            for contact in person.contacts.all()
            if contact.channel == channel and contact.is_current
        ),
        "",
    )


def opted_out_among(person_ids: Collection[int]) -> frozenset[int]:
    """Return which of these people asked not to be contacted."""
    standing = OptOut.objects.filter(person__in=person_ids, ended_at__isnull=True)
    return frozenset(standing.values_list("person", flat=True))


def is_opted_out(person_id: int) -> bool:
    """Say whether a person asked not to be contacted."""
    return bool(opted_out_among([person_id]))
