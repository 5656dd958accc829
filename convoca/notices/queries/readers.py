"""Whom a notice is for, and what a personal link of this room opens."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from convoca.convening.models import ContactAttempt, Invitation
from convoca.convening.queries import accepted_invitations
from convoca.cycles.models import Cycle
from convoca.directory.models import Community, Person, PersonalLink, Seat, Tenure
from convoca.directory.queries import community_seats, email_of, opted_out_among, phone_of
from convoca.foundation.errors import NotFoundError
from convoca.notices.core.occasions import community_of
from convoca.notices.models import Notice

Answer = Invitation.Answer


@dataclass(frozen=True)
class Reader:
    """Somebody a notice is for, once, by the first of the own seats from the north."""

    person: Person
    seat: Seat
    takes_part: bool

    @property
    def email(self) -> str:
        """Return the current address, or an empty text."""
        return email_of(self.person)

    @property
    def phone(self) -> str:
        """Return the current telephone number, or an empty text."""
        return phone_of(self.person)

    @property
    def pair(self) -> tuple[int, int]:
        """Return whose link it is: the ids of person and seat."""
        return self.person.pk, self.seat.pk


@dataclass(frozen=True)
class Membership:
    """Who reads by a personal link, and in which cycles of the community they take part."""

    community: Community
    person: Person
    seat: Seat
    cycles: frozenset[int]


def list_readers(cycle: Cycle, audience: str) -> list[Reader]:
    """List whom a notice of a cycle is for, each person once; first who takes part.

    "Todos los puestos" are those who hold a seat and those who take part for one; who said on
    the telephone that they do not want to take part gets nothing, nor does who asked not to be
    contacted. As many queries for one as for hundreds.
    """
    found: dict[int, Reader] = {}
    for reader in _list_participants(cycle):
        found.setdefault(reader.person.pk, reader)
    if audience == Notice.Audience.SEATS:
        for reader in _list_holders(cycle):
            found.setdefault(reader.person.pk, reader)
    spared = opted_out_among(found.keys())
    return [reader for person_id, reader in found.items() if person_id not in spared]


def _list_participants(cycle: Cycle) -> Iterator[Reader]:
    for invitation in accepted_invitations(cycle):
        yield Reader(invitation.participant, invitation.seat, takes_part=True)


def _list_holders(cycle: Cycle) -> Iterator[Reader]:
    refused = _refused_pairs(cycle)
    tenures = (
        Tenure.objects.filter(seat__in=community_seats(cycle.community), to_on__isnull=True)
        .select_related("person", "seat__municipality", "seat__kind")
        .prefetch_related("person__contacts")
        .order_by("seat__municipality__region__position", "seat__municipality__comuna_name")
    )
    for tenure in tenures:
        if (tenure.seat_id, tenure.person_id) not in refused:
            yield Reader(tenure.person, tenure.seat, takes_part=False)


def _refused_pairs(cycle: Cycle) -> set[tuple[int, int]]:
    """Return who said to us, for which seat, that they do not want to take part: seat, person.

    A refusal is that of the person who was invited then, not of who came to the seat later.
    """
    refusals = ContactAttempt.objects.filter(
        cycle=cycle,
        seat=OuterRef("seat"),
        result=ContactAttempt.Result.REFUSES,
        at__gte=OuterRef("created_at"),
    )
    declined = Invitation.objects.filter(
        Exists(refusals), cycle=cycle, answer=Answer.NO, withdrawn_at__isnull=True
    )
    return set(declined.values_list("seat", "person"))


def get_membership(link: PersonalLink) -> Membership:
    """Return what a personal link of the purpose "notices" opens.

    Raises NotFoundError when its community is gone, or its person has left the seat.
    """
    community = (
        Community.objects.select_related("association", "kind")
        .filter(pk=community_of(link.occasion))
        .first()
    )
    if community is None or not belongs(community, link.person, link.seat):
        raise NotFoundError(link.occasion)
    return Membership(community, link.person, link.seat, _cycles_of(community, link.person))


def belongs(community: Community, person: Person, seat: Seat) -> bool:
    """Say whether a person holds a seat of a community now, or takes part for it."""
    if (seat.association_id, seat.kind_id) != (community.association_id, community.kind_id):
        return False
    holds = seat.tenures.filter(person=person, to_on__isnull=True).exists()
    return holds or _taking_part(community, person).filter(seat=seat).exists()


def _cycles_of(community: Community, person: Person) -> frozenset[int]:
    return frozenset(_taking_part(community, person).values_list("cycle", flat=True))


def _taking_part(community: Community, person: Person) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        Q(answer=Answer.YES, person=person) | Q(answer=Answer.DEPUTY, deputy=person),
        cycle__community=community,
        withdrawn_at__isnull=True,
    )
