"""What an hour of the association is where the clock shows another one, season by season."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import dateformat
from django.utils.translation import gettext as _

from convoca.cycles.models import Cycle
from convoca.ui.formats import zone_name
from convoca.workplan.core.problem.clocks import ClockSpan, compare_clocks
from convoca.workplan.queries.availability import AvailabilityRow
from convoca.workplan.queries.words import DAY_NAMES
from convoca.workplan.queries.zones import plan_window


@dataclass(frozen=True)
class OtherClock:
    """The same hour on other clocks: whose, how many people, and which hour it is, until when."""

    zones: str
    people: int
    hours: str


def other_clocks(
    cycle: Cycle, rows: Iterable[AvailabilityRow], *, weekday: int, hour: int
) -> list[OtherClock]:
    """Say what an hour of the association is for people whose clock differs in the plan's weeks.

    Zones that show the same all along come together; those that never differ are left out.
    """
    zone = cycle.community.association.zone
    first, last = plan_window(cycle)
    found: dict[tuple[ClockSpan, ...], list[str]] = {}
    zones = [row.invitation.seat.municipality.zone for row in rows]
    for other in sorted(set(zones)):
        spans = tuple(compare_clocks(zone, other, first=first, last=last))
        if any(span.ahead_min for span in spans):
            found.setdefault(spans, []).append(other)
    return [
        OtherClock(
            zones=_(" y ").join(
                zone_name(ZoneInfo(one), settings.CONVOCA_ZONE_NAMES) for one in own
            ),
            people=sum(zones.count(one) for one in own),
            hours="; ".join(_span_words(span, spans, weekday, hour) for span in spans),
        )
        for spans, own in found.items()
    ]


def _span_words(span: ClockSpan, spans: tuple[ClockSpan, ...], weekday: int, hour: int) -> str:
    words = {
        "hour": _local_hour(weekday, hour, span.ahead_min),
        "first": _day(span.first),
        "last": _day(span.last),
    }
    if len(spans) == 1:
        return str(words["hour"])
    if span == spans[-1]:
        return _("%(hour)s desde el %(first)s") % words
    if span == spans[0]:
        return _("%(hour)s hasta el %(last)s") % words
    return _("%(hour)s del %(first)s al %(last)s") % words


def _local_hour(weekday: int, hour: int, ahead_min: int) -> str:
    """Write the hour there, with its day where it is another one."""
    monday = datetime.combine(date.min + timedelta(weeks=1), time())
    moment = monday + timedelta(days=weekday, hours=hour, minutes=ahead_min)
    written = f"{moment.hour}:{moment.minute:02d}"
    days = [*DAY_NAMES, _("sábado"), _("domingo")]
    return written if moment.weekday() == weekday else f"{days[moment.weekday()]} {written}"


def _day(day: date) -> str:
    return dateformat.format(day, _(r"j \d\e F"))
