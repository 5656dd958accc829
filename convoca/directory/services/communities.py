"""Setting up: an association, its first administrator, its communities with their seats."""

from django.db import IntegrityError, transaction

from convoca.directory.errors import CommunityNamedError
from convoca.directory.models import (
    Community,
    DirectorateKind,
    Municipality,
    Seat,
    TeamMember,
    User,
)
from convoca.foundation.models import Association

LARGE = {DirectorateKind.Requirement.LARGE, DirectorateKind.Requirement.LARGE_OR_AGREED}


@transaction.atomic
def found_association(
    *, name: str, short_name: str, zone: str, email: str, person_name: str, password: str | None
) -> User:
    """Create the association and its first administrator."""
    association = Association.objects.create(
        name=name, short_name=short_name, zone=zone, contact_email=email
    )
    return User.objects.create_user(
        email, password, name=person_name, association=association, is_administrator=True
    )


def open_seats(*, association: Association, kind: DirectorateKind, large_population: int) -> int:
    """Make the missing seats of a kind, one a municipality; return how many were made.

    A seat exists where the law asks for the unit; elsewhere nobody knows yet.
    """
    there = Seat.objects.filter(association=association, kind=kind)
    municipalities = Municipality.objects.exclude(pk__in=there.values("municipality"))
    seats = [
        Seat(
            association=association,
            kind=kind,
            municipality=municipality,
            existence=_expected(kind, municipality.population >= large_population),
        )
        for municipality in municipalities
    ]
    Seat.objects.bulk_create(seats, ignore_conflicts=True)
    return len(seats)


def _expected(kind: DirectorateKind, is_large: bool) -> str:  # noqa: FBT001 - the two facts of the rule
    by_law = kind.requirement == DirectorateKind.Requirement.EVERY
    if by_law or (is_large and kind.requirement in LARGE):
        return Seat.Existence.EXISTS
    return Seat.Existence.UNKNOWN


@transaction.atomic
def create_community(*, community: Community, creator: User, large_population: int) -> Community:
    """Save a new community with its seats; who creates it coordinates it.

    Raises CommunityNamedError when another has the name, also by the same button pressed twice.
    """
    try:
        with transaction.atomic():
            community.save()
    except IntegrityError as error:
        raise CommunityNamedError(community.name) from error
    open_seats(
        association=community.association,
        kind=community.kind,
        large_population=large_population,
    )
    TeamMember.objects.create(community=community, user=creator, role=TeamMember.Role.COORDINATOR)
    return community
