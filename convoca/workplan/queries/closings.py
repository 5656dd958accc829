"""Days without sessions: the country's holidays that are not worked, and the own closings."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.models import AnonymousUser

from convoca.directory.core.comunas import ComunaIndex
from convoca.directory.models import Comuna, Holiday, User
from convoca.directory.queries import get_coordinator
from convoca.foundation.errors import NotFoundError
from convoca.foundation.models import Association
from convoca.workplan.core.problem.model import Away
from convoca.workplan.models import Closing, WorkedHoliday


@dataclass(frozen=True)
class ClosedDays:
    """Days without sessions: of all, by code of the region, by community and municipality."""

    national: frozenset[date]
    regional: Mapping[str, frozenset[date]]
    communities: Mapping[int, frozenset[date]]
    municipal: Mapping[int, tuple[Away, ...]]


def closed_days(association: Association, *, first: date, until: date) -> ClosedDays:
    """Return the days from `first`, and before `until`, on which an association holds no session.

    Those of a municipality come as absences of whoever takes part for it.
    """
    national: set[date] = set()
    regional: dict[str, set[date]] = defaultdict(set)
    communities: dict[int, set[date]] = defaultdict(set)
    municipal: dict[int, list[Away]] = defaultdict(list)
    for holiday in closed_holidays(association, first=first, until=until):
        (national if holiday.region is None else regional[holiday.region.code]).add(holiday.on)
    closings = Closing.objects.filter(
        association=association,
        dropped_at__isnull=True,
        first_on__lt=until,
        last_on__gte=first,
    ).select_related("region")
    for closing in closings:
        if closing.municipality_id is not None:
            municipal[closing.municipality_id].append((closing.first_on, closing.last_on))
            continue
        days = _days(max(closing.first_on, first), min(closing.last_on, until - timedelta(days=1)))
        if closing.region is not None:
            regional[closing.region.code].update(days)
        elif closing.community_id is not None:
            communities[closing.community_id].update(days)
        else:
            national.update(days)
    return ClosedDays(
        frozenset(national),
        {code: frozenset(days) for code, days in regional.items()},
        {pk: frozenset(days) for pk, days in communities.items()},
        {pk: tuple(absences) for pk, absences in municipal.items()},
    )


def closed_holidays(association: Association, *, first: date, until: date) -> list[Holiday]:
    """List the holidays from `first`, and before `until`, on which the association rests."""
    worked = set(
        WorkedHoliday.objects.filter(
            association=association, on__gte=first, on__lt=until
        ).values_list("on", "region")
    )
    days = Holiday.objects.filter(on__gte=first, on__lt=until).select_related("region")
    return [day for day in days.order_by("on", "pk") if (day.on, day.region_id) not in worked]


def get_visible_closing(
    user: User | AnonymousUser, closing_id: int, *, or_dropped: bool = False
) -> Closing:
    """Return a closing of the association of who coordinates in it, or raise NotFoundError.

    One that was taken back is absent, unless `or_dropped`.
    """
    house = get_coordinator(user).association_id
    rows = Closing.objects.select_related("association", "region", "municipality", "community")
    found = rows.filter(association=house, pk=closing_id).first()
    if found is None or (found.dropped_at is not None and not or_dropped):
        raise NotFoundError(closing_id)
    return found


def get_holiday(holiday_id: int) -> Holiday:
    """Return a holiday of the country's table, or raise NotFoundError."""
    found = Holiday.objects.filter(pk=holiday_id).first()
    if found is None:
        raise NotFoundError(holiday_id)
    return found


def comuna_finder(index: ComunaIndex) -> Callable[[str], int | None]:
    """Return how the name or the code of a comuna gives the key of its municipality, or None."""
    municipalities = dict(Comuna.objects.values_list("code", "municipality"))

    def find(text: str) -> int | None:
        cut = index.find_exactly(text)
        return municipalities.get(cut) if cut else None

    return find


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
