"""Reading what the communities of an association share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet

from convoca.directory.models import User
from convoca.directory.queries import get_coordinator, live_link, may
from convoca.foundation.errors import NotFoundError
from convoca.foundation.links import hash_of
from convoca.foundation.models import Association
from convoca.messaging import queries as outbox
from convoca.ui.formats import zone_name
from convoca.workplan.core.problem.grid import HOURS, WORKDAYS, YES, split_week
from convoca.workplan.models import Expert, Facilitator, Licence, PoolLink
from convoca.workplan.models.marks import mark_of_values

PURPOSE = "pool_availability"
Member = Expert | Facilitator
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class FreeCell:
    """How many of the people in use are free at an hour of a usual week."""

    day: int
    hour: int
    free: int


@dataclass(frozen=True)
class Pool:
    """All that an association shares, those in use first."""

    experts: Sequence[Expert]
    facilitators: Sequence[Facilitator]
    licences: Sequence[Licence]


def clock_of(association: Association) -> str:
    """Name whose clock is meant by the hours of experts and facilitators."""
    names: dict[str, str] = settings.CONVOCA_ZONE_NAMES
    return zone_name(ZoneInfo(association.zone), names)


def get_pool(association: Association) -> Pool:
    """Return the experts with their themes, the facilitators with their communities, licences."""
    order = ("-is_active", "name", "pk")
    experts = Expert.objects.filter(association=association).select_related("community")
    facilitators = Facilitator.objects.filter(association=association)
    return Pool(
        list(experts.prefetch_related("themes").order_by(*order)),
        list(facilitators.prefetch_related("facilitations__community").order_by(*order)),
        list(Licence.objects.filter(association=association).order_by(*order)),
    )


def free_cells(people: Iterable[Member]) -> list[list[FreeCell]]:
    """Return, hour by hour across the days, who of the people in use is free in a usual week."""
    weeks = [split_week(one.week) for one in people if one.is_active]
    return [
        [
            FreeCell(day, hour, sum(week[day][place] == YES for week in weeks))
            for day in range(WORKDAYS)
        ]
        for place, hour in enumerate(HOURS)
    ]


def may_change_expert(user: User, expert: Expert) -> bool:
    """Say whether somebody who coordinates may change an expert.

    One of a single community is changed by who coordinates it, one of all by any of them.
    """
    return expert.community is None or may(user, "coordinate", expert.community)


def get_visible_expert(user: User | AnonymousUser, expert_id: int) -> Expert:
    """Return an expert whom this person may change, or raise NotFoundError."""
    rows = Expert.objects.select_related("association", "community__association")
    expert = _get(user, rows, expert_id)
    if not may_change_expert(get_coordinator(user), expert):
        raise NotFoundError(expert_id)
    return expert


def get_visible_facilitator(user: User | AnonymousUser, facilitator_id: int) -> Facilitator:
    """Return a facilitator of the association of who coordinates in it, or raise NotFoundError."""
    return _get(user, Facilitator.objects.select_related("association"), facilitator_id)


def get_visible_licence(user: User | AnonymousUser, licence_id: int) -> Licence:
    """Return a licence of the association of who coordinates in it, or raise NotFoundError."""
    return _get(user, Licence.objects.select_related("association"), licence_id)


def get_own_facilitator(user: User | AnonymousUser) -> Facilitator:
    """Return the facilitator that a member of the staff is, or raise NotFoundError."""
    found = isinstance(user, User) and _facilitators(user).select_related("association")
    member = found.first() if found else None
    if member is None:
        raise NotFoundError
    return member


def runs_sessions(user: User) -> bool:
    """Say whether a member of the staff is a facilitator, whose own hours are asked."""
    return _facilitators(user).exists()


def _facilitators(user: User) -> QuerySet[Facilitator]:
    return Facilitator.objects.filter(association=user.association_id, user=user, is_active=True)


def _get(user: User | AnonymousUser, rows: QuerySet[Row], row_id: int) -> Row:
    house = get_coordinator(user).association_id
    found = rows.filter(association=house, pk=row_id).first()
    if found is None:
        raise NotFoundError(row_id)
    return found


def list_to_ask(user: User) -> list[Member]:
    """List whom this person may ask when they can: in use, with an address, and not known yet."""
    waiting = Q(association=user.association_id, is_active=True, answered_at__isnull=True)
    experts = Expert.objects.filter(waiting).select_related("association", "community")
    facilitators = Facilitator.objects.filter(waiting).select_related("association")
    found: list[Member] = [
        *(one for one in experts.exclude(email="") if may_change_expert(user, one)),
        *facilitators.exclude(email=""),
    ]
    return [one for one in found if not one.has_said]


def pool_occasion(association: Association) -> str:
    """Name what the mails to experts and facilitators are about."""
    return f"pool:{association.pk}"


def letter_key(member: Member, *, now: datetime) -> str:
    """Name one letter: to this person at this address, on this day of the association."""
    day = now.astimezone(ZoneInfo(member.association.zone)).date()
    kind = "expert" if isinstance(member, Expert) else "facilitator"
    return f"{PURPOSE}:{kind}:{member.pk}:{mark_of_values(member.email.casefold())}:{day}"


def last_asking(association: Association, *, now: datetime) -> datetime | None:
    """Return the moment of the last mails while they can be undone, or None."""
    return outbox.last_batch(occasion=pool_occasion(association), purpose=PURPOSE, now=now)


def find_pool_link(token: str, *, now: datetime) -> PoolLink:
    """Return the live link of a token.

    Raises LinkUnknownError, LinkRevokedError or LinkExpiredError.
    """
    return live_link(PoolLink.objects.filter(token_hash=hash_of(token)).first(), now=now)


def get_pool_link(reference: str, *, now: datetime) -> PoolLink:
    """Return the live link of a reference, for somebody who has shown its token before."""
    links = PoolLink.objects.select_related("expert__association", "facilitator__association")
    return live_link(links.filter(reference=reference).first(), now=now)
