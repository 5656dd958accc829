"""What the page of the pool shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef

from convoca.directory.models import Community, User
from convoca.foundation.models import Association
from convoca.messaging.queries import standing_keys
from convoca.workplan.core.problem.grid import YES
from convoca.workplan.core.problem.model import Away
from convoca.workplan.models import Facilitation, Facilitator, Licence
from convoca.workplan.queries.pool import (
    FreeCell,
    Member,
    free_cells,
    get_pool,
    last_asking,
    letter_key,
    may_change_expert,
)
from convoca.workplan.queries.words import absence_words

DEEPEST = 10
MOST_AWAY = 3


@dataclass(frozen=True)
class MemberLine:
    """An expert or a facilitator: of how many hours free, the days away to come, in words."""

    row: Member
    free: int
    hours: int
    away: Sequence[str]
    may_change: bool
    may_ask: bool
    is_asked: bool


@dataclass(frozen=True)
class LicenceLine:
    """A licence, and the days to come on which it is not to be had, in words."""

    row: Licence
    away: Sequence[str]


@dataclass(frozen=True)
class HeatCell:
    """An hour of a usual week: how many are free, and how dark that is drawn, 0 to 10."""

    free: int
    depth: int


@dataclass(frozen=True)
class Heat:
    """Who is free when: hour by hour across the days, of how many people in use."""

    rows: Sequence[tuple[str, Sequence[HeatCell]]]
    total: int


@dataclass(frozen=True)
class PoolPage:
    """The pool of an association as somebody who coordinates sees it.

    unsaid counts those in use of whom it is not known when they can; to_ask those among them
    who would be written to now. alone are the communities that nobody runs.
    """

    house: Association
    experts: Sequence[MemberLine]
    facilitators: Sequence[MemberLine]
    licences: Sequence[LicenceLine]
    heat: Heat | None
    alone: Sequence[Community]
    unsaid: int
    to_ask: int
    can_undo: bool
    is_facilitator: bool
    call_capacity: int

    @property
    def has_licence(self) -> bool:
        """Say whether some licence is in use."""
        return any(line.row.is_active for line in self.licences)


def pool_page(user: User, *, now: datetime) -> PoolPage:
    """Return the pool of somebody's association; the same few queries however large it is."""
    house = user.association
    pool = get_pool(house)
    today = now.astimezone(ZoneInfo(house.zone)).date()
    members: list[Member] = [*pool.experts, *pool.facilitators]
    for member in members:
        member.association = house
    asked = standing_keys([letter_key(one, now=now) for one in members if one.email])
    lines = {
        one: _line(one, user, is_asked=letter_key(one, now=now) in asked, today=today)
        for one in members
    }
    waiting = [line for line in lines.values() if line.row.is_active and not line.row.has_said]
    return PoolPage(
        house=house,
        experts=[lines[one] for one in pool.experts],
        facilitators=[lines[one] for one in pool.facilitators],
        licences=[LicenceLine(one, _away(one.absences, today)) for one in pool.licences],
        heat=_heat(pool.experts),
        alone=_alone(house),
        unsaid=len(waiting),
        to_ask=sum(line.may_ask for line in waiting),
        can_undo=last_asking(house, now=now) is not None,
        is_facilitator=any(one.user_id == user.pk and one.is_active for one in pool.facilitators),
        call_capacity=settings.CALL_CAPACITY,
    )


def _line(row: Member, user: User, *, is_asked: bool, today: date) -> MemberLine:
    may_change = may_change_member(user, row)
    return MemberLine(
        row=row,
        free=row.week.count(YES),
        hours=len(row.week),
        away=_away(row.absences, today),
        may_change=may_change,
        may_ask=may_change and row.is_active and bool(row.email) and not is_asked,
        is_asked=is_asked,
    )


def may_change_member(user: User, row: Member) -> bool:
    """Say whether somebody who coordinates may change, or write to, an expert or a facilitator."""
    return isinstance(row, Facilitator) or may_change_expert(user, row)


def _away(absences: Iterable[Away], today: date) -> list[str]:
    """Return the next days away in words, those gone by left out."""
    return [absence_words(one) for one in absences if one[1] >= today][:MOST_AWAY]


def _heat(people: Sequence[Member]) -> Heat | None:
    total = sum(one.is_active for one in people)
    if not total:
        return None
    rows = [
        (f"{row[0].hour}:00", [_cell(cell, total) for cell in row]) for row in free_cells(people)
    ]
    return Heat(rows, total)


def _cell(cell: FreeCell, total: int) -> HeatCell:
    return HeatCell(cell.free, -(-DEEPEST * cell.free // total))


def _alone(house: Association) -> list[Community]:
    """List the communities with nobody of the pool who runs their sessions now."""
    runs = Facilitation.objects.filter(community=OuterRef("pk"), facilitator__is_active=True)
    return list(house.communities.filter(~Exists(runs)).order_by("name"))
