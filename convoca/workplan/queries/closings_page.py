"""The table of days without sessions, and the sessions that stand on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from convoca.directory.models import Holiday
from convoca.foundation.models import Association
from convoca.workplan.models import Closing
from convoca.workplan.queries.closings import closed_holidays
from convoca.workplan.queries.problem.taken import confirmed_plans
from convoca.workplan.queries.standing import standing_sessions

FRESH = timedelta(minutes=10)
"""How long a closing that was taken back may come back from the page."""
FRIDAY = 4


def last_dropped(association: Association, *, now: datetime) -> Closing | None:
    """Return the closing that was taken back last, while it is fresh, or None."""
    dropped = Closing.objects.filter(association=association, dropped_at__gt=now - FRESH)
    return dropped.order_by("-dropped_at").first()


@dataclass(frozen=True)
class SessionThen:
    """A session that stands: its community, its day, its hour, the short name of its kind."""

    community_id: int
    on: date
    kind: str


@dataclass(frozen=True)
class DayLine:
    """One line of the table of days: a holiday, or an own closing, and the sessions that meet it.

    is_closed says whether it counts: a holiday may be worked all the same.
    """

    first_on: date
    last_on: date
    name: str
    kind: str
    whom: str
    is_closed: bool
    holiday: Holiday | None = None
    closing: Closing | None = None
    sessions: Sequence[SessionThen] = ()

    @property
    def is_on_weekday(self) -> bool:
        """Whether it begins from Monday to Friday: on other days there is never a session."""
        return self.first_on.weekday() <= FRIDAY


def standing_days(association: Association) -> list[SessionThen]:
    """List the sessions of confirmed plans of open cycles, by day."""
    plans = confirmed_plans(association).select_related("cycle__community__kind")
    found = [
        SessionThen(plan.cycle.community_id, session.start.date(), str(plan.cycle.community.kind))
        for plan in plans.defer("problem")
        for session in standing_sessions(plan)
    ]
    return sorted(found, key=lambda one: (one.on, one.kind))


def sessions_met(closing: Closing, standing: Iterable[SessionThen]) -> list[SessionThen]:
    """List the sessions that stand on the days of a closing, of those whom it is for.

    One of a region or a comuna meets those of every community.
    """
    return [
        one
        for one in standing
        if closing.first_on <= one.on <= closing.last_on
        and closing.community_id in {None, one.community_id}
    ]


def day_lines(association: Association, year: int) -> list[DayLine]:
    """List the holidays and the closings of a year by day, with the sessions that meet them."""
    first, until = date(year, 1, 1), date(year + 1, 1, 1)
    standing = standing_days(association)
    closed = {day.pk for day in closed_holidays(association, first=first, until=until)}
    holidays = Holiday.objects.filter(on__gte=first, on__lt=until).select_related("region")
    closings = Closing.objects.filter(
        association=association, dropped_at__isnull=True, first_on__lt=until, last_on__gte=first
    ).select_related("region", "municipality", "community")
    lines = [_of_holiday(one, standing, is_closed=one.pk in closed) for one in holidays]
    lines += [_of_closing(one, standing) for one in closings]
    return sorted(lines, key=lambda one: (one.first_on, one.last_on, one.name))


def list_years(association: Association, *, today: date) -> list[int]:
    """List the years that have holidays or closings, and the present one."""
    years = {day.year for day in Holiday.objects.dates("on", "year")}
    own = Closing.objects.filter(association=association, dropped_at__isnull=True)
    return sorted(years | {day.year for day in own.dates("first_on", "year")} | {today.year})


def _of_holiday(holiday: Holiday, standing: Iterable[SessionThen], *, is_closed: bool) -> DayLine:
    return DayLine(
        holiday.on,
        holiday.on,
        holiday.name,
        _("feriado"),
        holiday.region.short_name if holiday.region else _("todo el país"),
        is_closed,
        holiday=holiday,
        sessions=[one for one in standing if is_closed and one.on == holiday.on],
    )


def _of_closing(closing: Closing, standing: Iterable[SessionThen]) -> DayLine:
    whose = closing.region or closing.municipality or closing.community
    return DayLine(
        closing.first_on,
        closing.last_on,
        closing.name,
        closing.get_kind_display(),
        str(whose) if whose else _("toda la asociación"),
        is_closed=True,
        closing=closing,
        sessions=sessions_met(closing, standing),
    )
