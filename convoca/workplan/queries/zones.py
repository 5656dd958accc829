"""Which hours are meant, in words, for who lives in another zone than the association."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convoca.cycles.models import Cycle
from convoca.ui.formats import zone_name
from convoca.workplan.core.problem.clocks import ClockSpan, compare_clocks

HOUR_MIN = 60
DAY_MIN = 24 * HOUR_MIN


def plan_window(cycle: Cycle) -> tuple[date, date]:
    """Return the first and the last day on which a session of this cycle may be."""
    return cycle.plan_from, cycle.plan_from + timedelta(weeks=cycle.plan_weeks, days=-1)


def zone_words(
    *, own: str, association: str, first: date, last: date, said: str | None = None
) -> str:
    """Say whose hours are asked, and how the association's clock differs between two days.

    `said` has a place for the zone, and names another than the comuna. Nothing is said of the
    association's clock where it never differs.
    """
    names: dict[str, str] = settings.CONVOCA_ZONE_NAMES
    said = said or _("Las horas son las de su comuna: %(zone)s.")
    said %= {"zone": zone_name(ZoneInfo(own), names)}
    spans = compare_clocks(own, association, first=first, last=last)
    if all(span.ahead_min == 0 for span in spans):
        return said
    other = zone_name(ZoneInfo(association), names)
    return " ".join([said, *(_span_words(span, spans, other) for span in spans)])


def other_clock(hour: int, *, own: str, association: str, first: date, last: date) -> str:
    """Say what the association's clock shows at an own hour: "9:00", or "10:00, luego 9:00".

    Nothing where it never differs between the two days.
    """
    spans = compare_clocks(own, association, first=first, last=last)
    if all(span.ahead_min == 0 for span in spans):
        return ""
    shown = [_clock(hour * HOUR_MIN + span.ahead_min) for span in spans]
    return _(", luego ").join(shown)


def _clock(minutes: int) -> str:
    hours, rest = divmod(minutes % DAY_MIN, HOUR_MIN)
    return f"{hours}:{rest:02}"


def _span_words(span: ClockSpan, spans: list[ClockSpan], other: str) -> str:
    words = {
        "zone": other,
        "difference": _difference(span.ahead_min),
        "first": dateformat.format(span.first, _(r"j \d\e F")),
        "last": dateformat.format(span.last, _(r"j \d\e F")),
    }
    if len(spans) == 1:
        return _("En %(zone)s %(difference)s.") % words
    if span == spans[0]:
        return _("Hasta el %(last)s, en %(zone)s %(difference)s.") % words
    return _("Desde el %(first)s, allá %(difference)s.") % words


def _difference(ahead_min: int) -> str:
    if ahead_min == 0:
        return _("es la misma hora")
    if abs(ahead_min) == HOUR_MIN:
        return _("es una hora más") if ahead_min > 0 else _("es una hora menos")
    hours, minutes = divmod(abs(ahead_min), HOUR_MIN)
    parts = [ngettext("%(n)s hora", "%(n)s horas", hours) % {"n": hours}] if hours else []
    parts += [_("%(n)s minutos") % {"n": minutes}] if minutes else []
    words = {"amount": _(" y ").join(parts)}
    return (_("son %(amount)s más") if ahead_min > 0 else _("son %(amount)s menos")) % words
