"""Who runs sessions, and with which licences of video calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from convoca.directory.models import Community, User
from convoca.foundation.models import Association
from convoca.workplan.core.problem.grid import split_week
from convoca.workplan.core.problem.model import Away
from convoca.workplan.errors import LicenceNameTakenError, StaffTakenError
from convoca.workplan.models import Expert, Facilitation, Facilitator, Licence, PoolPerson
from convoca.workplan.services.marks import require_known


@dataclass(frozen=True)
class FacilitatorInput:
    """What is known of who runs sessions, and of which communities. `weekly` holds y and n."""

    name: str
    email: str
    user: User | None
    communities: Sequence[Community]
    weekly: str
    away: Sequence[Away]
    is_active: bool = True


@dataclass(frozen=True)
class LicenceInput:
    """What is known of a licence: for how many people, and the days it is not to be had."""

    name: str
    capacity: int
    away: Sequence[Away]
    is_active: bool = True


@transaction.atomic
def save_facilitator(
    *,
    association: Association,
    facilitator: Facilitator | None,
    given: FacilitatorInput,
    now: datetime,
    known: str = "",
) -> Facilitator:
    """Keep a facilitator and the communities run, new where `facilitator` is None; twice, one.

    A community that somebody else ran passes to this one: each has one at most. `known` is the mark
    of what the form was filled in from; empty asks for nothing.

    Raises PoolChangedError when it was changed since, StaffTakenError when the member of the staff
    is another facilitator; ValueError for a week that is no week, or a community of another
    association.
    """
    split_week(given.weekly)
    if any(one.association_id != association.pk for one in given.communities):
        raise ValueError(f"communities of another association: {given.communities}")
    lock_house(association)
    if facilitator is None:
        kept = _same_facilitator(association, given) or Facilitator(association=association)
    else:
        kept = Facilitator.objects.select_for_update(of=("self",)).get(pk=facilitator.pk)
    if given.user is not None and _is_taken(given.user, kept):
        raise StaffTakenError(given.user.name)
    before = kept.mark if kept.pk else ""
    change_address(kept, given.email, now=now)
    kept.name, kept.user = given.name, given.user
    kept.is_active = given.is_active
    keep_hours(kept, weekly=given.weekly, away=given.away, now=now)
    kept.save()
    _give_communities(kept, given.communities)
    require_known(known, before=before, after=kept.mark)
    return kept


def _same_facilitator(association: Association, given: FacilitatorInput) -> Facilitator | None:
    """Return the facilitator of whom all this is known already."""
    communities = {community.pk for community in given.communities}
    rows = Facilitator.objects.filter(
        association=association,
        name=given.name,
        email=given.email,
        user=given.user,
        is_active=given.is_active,
        weekly=given.weekly,
        away=write_absences(given.away),
    ).prefetch_related("facilitations")
    return next(
        (
            one
            for one in rows
            if {each.community_id for each in one.facilitations.all()} == communities
        ),
        None,
    )


def _is_taken(user: User, facilitator: Facilitator) -> bool:
    return Facilitator.objects.filter(user=user).exclude(pk=facilitator.pk).exists()


def _give_communities(facilitator: Facilitator, communities: Sequence[Community]) -> None:
    wanted = {community.pk for community in communities}
    facilitator.facilitations.exclude(community__in=wanted).delete()
    for pk in sorted(wanted):
        Facilitation.objects.update_or_create(
            community_id=pk, defaults={"facilitator": facilitator}
        )


@transaction.atomic
def save_licence(
    *, association: Association, licence: Licence | None, given: LicenceInput, known: str = ""
) -> Licence:
    """Keep a licence, new where `licence` is None; `known` as for `save_facilitator`.

    A new one that is there already, with the same name and all else, is that one.

    Raises LicenceNameTakenError when another has the name, PoolChangedError when it was changed.
    """
    lock_house(association)
    if licence is None:
        kept = _same_licence(association, given) or Licence(association=association)
    else:
        kept = Licence.objects.select_for_update(of=("self",)).get(pk=licence.pk)
    before = kept.mark
    namesakes = Licence.objects.filter(association=association, name=given.name)
    if namesakes.exclude(pk=kept.pk).exists():
        raise LicenceNameTakenError(given.name)
    kept.name, kept.capacity, kept.is_active = given.name, given.capacity, given.is_active
    kept.away = write_absences(given.away)
    require_known(known, before=before, after=kept.mark)
    kept.save()
    return kept


def _same_licence(association: Association, given: LicenceInput) -> Licence | None:
    return Licence.objects.filter(
        association=association,
        name=given.name,
        capacity=given.capacity,
        is_active=given.is_active,
        away=write_absences(given.away),
    ).first()


@transaction.atomic
def put_aside(*, row: Expert | Facilitator | Licence, is_active: bool) -> bool:
    """Leave somebody, or a licence, out of the next plans, or take it in again.

    Returns whether anything changed; dates that stand stay.
    """
    changed = type(row).objects.filter(pk=row.pk, is_active=not is_active)
    return bool(changed.update(is_active=is_active))


def change_address(person: Expert | Facilitator, email: str, *, now: datetime) -> None:
    """Put another address into a row, not saved yet; the link sent to the one before ends."""
    if person.pk is not None and person.email.casefold() != email.casefold():
        person.links.filter(revoked_at__isnull=True).update(revoked_at=now)
    person.email = email


def keep_hours(person: PoolPerson, *, weekly: str, away: Sequence[Away], now: datetime) -> None:
    """Put hours and days away into a row, not saved yet; another answer is one of now."""
    written = write_absences(away)
    if (person.week, person.away) == (weekly, written):
        return  # hours about which nothing was said stay so
    if person.weekly:
        person.answered_at = now
    person.weekly, person.away = weekly, written


def write_absences(away: Sequence[Away]) -> list[list[str]]:
    """Return days away as they are stored: in order, each once."""
    return [[first.isoformat(), last.isoformat()] for first, last in sorted(set(away))]


def lock_house(association: Association) -> None:
    """Let one change of what is shared come after the other."""
    Association.objects.select_for_update(no_key=True).get(pk=association.pk)
