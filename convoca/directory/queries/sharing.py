"""Reading which seats may be one office for two municipalities."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from convoca.directory.core.fold import fold_text
from convoca.directory.core.sharing import HeldOffice, propose_sharing
from convoca.directory.models import ContactPoint, Person, Seat, Tenure
from convoca.directory.queries.people import email_of


@dataclass(frozen=True)
class MaybeShared:
    """Two seats that one person holds: the one that would be served, and the serving one.

    `may_swap`: it could be the other way round, for neither serves a municipality yet.
    """

    seat: Seat
    serving: Seat
    person: Person
    may_swap: bool


def find_shared(tenures: Iterable[Tenure], serving_ids: Collection[int]) -> list[MaybeShared]:
    """List which seats may be one office, of those held now; see core.sharing.

    Asks nothing where seat, municipality, person and contacts were read with the tenures.
    `serving_ids` are the seats that serve others; tenures of served seats are looked over.
    """
    held = {one.seat_id: one for one in tenures if one.seat.served_by_id is None}
    return [
        MaybeShared(
            seat=held[one.seat_id].seat,
            serving=held[one.serving_id].seat,
            person=held[one.serving_id].person,
            may_swap=one.serving_id not in serving_ids,
        )
        for one in propose_sharing(_office(each, serving_ids) for each in held.values())
    ]


def find_shared_with(seat: Seat) -> list[MaybeShared]:
    """List which seats may be one office with this one; it is on either side of each."""
    own = _current(seat).filter(seat=seat).first()
    if own is None:
        return []
    same = Q(person=own.person_id)
    if address := email_of(own.person):
        written = ContactPoint.objects.filter(
            channel=ContactPoint.Channel.EMAIL, is_current=True, value__iexact=address
        )
        same |= Q(person__in=written.values("person"))
    others = list(_current(seat).filter(same).exclude(seat=seat))
    if not others:
        return []
    together = [own, *others]
    serving = Seat.objects.filter(serves__isnull=False, pk__in=[each.seat_id for each in together])
    found = find_shared(together, frozenset(serving.values_list("pk", flat=True)))
    return [one for one in found if seat.pk in {one.seat.pk, one.serving.pk}]


def _current(seat: Seat) -> QuerySet[Tenure]:
    """Return who holds the seats of the same kind now."""
    of_kind = Tenure.objects.filter(
        to_on__isnull=True, seat__association=seat.association_id, seat__kind=seat.kind_id
    )
    return of_kind.select_related("person", "seat__municipality").prefetch_related(
        "person__contacts"
    )


def _office(tenure: Tenure, serving_ids: Collection[int]) -> HeldOffice:
    return HeldOffice(
        seat_id=tenure.seat_id,
        person_id=tenure.person_id,
        person=fold_text(tenure.person.name),
        address=email_of(tenure.person).lower(),
        population=tenure.seat.municipality.population,
        serves=tenure.seat_id in serving_ids,
        is_apart=tenure.seat.is_apart,
    )
