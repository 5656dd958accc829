"""What a plan says, in words: moments, people by region, costs, reasons."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convoca.ui.formats import format_number, format_percent, format_short_day, zone_name

Stored = Mapping[str, Any]  # Any: what the planner wrote, as JSON
Names = Mapping[str, str]
MOST_REGIONS = 2
THOUSAND = 1000
STAMP = "2027-03-09 10:00"


def in_words(text: str, names: Names) -> str:
    """Put the names of topics and people where a reason of the planner speaks of their ids."""
    for identity, name in names.items():
        text = text.replace(f"«{identity}»", f"«{name}»")
    return text


def count_words(count: int) -> str:
    """Say how many dates: "Cuatro fechas"."""
    words = {
        1: _("Una fecha"),
        2: _("Dos fechas"),
        3: _("Tres fechas"),
        4: _("Cuatro fechas"),
        5: _("Cinco fechas"),
    }
    return words.get(count, _("%(n)s fechas") % {"n": count})


def times_words(times: int) -> str:
    """Say how often: "dos veces"."""
    words = {1: _("una vez"), 2: _("dos veces"), 3: _("tres veces"), 4: _("cuatro veces")}
    return words.get(times, _("%(n)s veces") % {"n": times})


def mean_words(mean: int, times: int) -> str:
    """Say how often people can come on average, counted in thousandths: "1,5 de 2 veces"."""
    words = {"mean": format_number(mean / THOUSAND, decimals=1), "times": times}
    return ngettext("%(mean)s de %(times)s vez", "%(mean)s de %(times)s veces", times) % words


def zone_hours(local: Names, start: datetime) -> str:
    """Say the hour in the zones where it is another: "8:00 (hora de Rapa Nui)"."""
    together: dict[str, list[str]] = defaultdict(list)
    for zone, written in local.items():
        moment = datetime.fromisoformat(written)
        same_day = moment.date() == start.date()
        hour = hour_words(moment)
        label = hour if same_day else f"{dateformat.format(moment, 'l')} {hour}"
        together[label].append(zone_name(ZoneInfo(zone), settings.CONVOCA_ZONE_NAMES))
    return "; ".join(f"{hour} ({_(' y ').join(sorted(zones))})" for hour, zones in together.items())


def hour_words(moment: datetime) -> str:
    """Say the hour: "9:00"."""
    return f"{moment.hour}:{moment.minute:02d}"


def moment_words(moment: datetime) -> str:
    """Say day and hour: "martes 9 de marzo a las 10:00"."""
    return _("%(day)s a las %(hour)s") % {
        "day": dateformat.format(moment, _(r"l j \d\e F")),
        "hour": hour_words(moment),
    }


def short_moment(moment: datetime) -> str:
    """Say day and hour where there is little room: "mar 9 mar, 10:00"."""
    return f"{format_short_day(moment)}, {hour_words(moment)}"


def losses_words(lost: Sequence[Stored], names: Names) -> str:
    """Say how many of which regions: the two with most people, and the others together."""
    named = [one for one in lost if one["region"] is not None]
    shown = named[:MOST_REGIONS]
    parts = [
        _("%(people)s de %(region)s")
        % {
            "people": format_number(one["people"]) if place else people_words(one["people"]),
            "region": names.get(one["region"], one["region"]),
        }
        for place, one in enumerate(shown)
    ]
    rest = sum(one["people"] for one in lost) - sum(one["people"] for one in shown)
    if rest and shown:
        parts.append(_("%(n)s de otras regiones") % {"n": format_number(rest)})
    elif rest:
        parts.append(_("%(people)s de varias regiones") % {"people": people_words(rest)})
    return _(" y ").join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)


def people_words(count: int) -> str:
    """Say how many people: "9 personas"."""
    return ngettext("%(n)s persona", "%(n)s personas", count) % {"n": format_number(count)}


def next_best_words(other: Stored | None, expected: int, value: int, names: Names) -> str:
    """Say what the next best moment would cost, in people where they may be counted.

    expected: attendance expected now, in thousandths; value: F of the plan.
    """
    if other is None:
        return _("No hay otro horario posible para esta sesión.")
    words = {"when": moment_words(datetime.fromisoformat(other["start"]))}
    lost = losses_words(other["lost"], names)
    if not lost:
        words["cost"] = cost_words(other["cost"], value)
        return _("La siguiente mejor, %(when)s, %(cost)s.") % words
    words["lost"], words["gained"] = lost, losses_words(other.get("gained", ()), names)
    if words["gained"]:
        said = _("La siguiente mejor, %(when)s, pierde a %(lost)s, y gana a %(gained)s.") % words
    else:
        said = _("La siguiente mejor, %(when)s, pierde a %(lost)s.") % words
    fewer = round((expected - other.get("expected", expected)) / THOUSAND)
    if fewer <= 0:
        return said
    count = {"n": format_number(fewer)}
    less = ngettext(
        "Se espera %(n)s asistencia menos.", "Se esperan %(n)s asistencias menos.", fewer
    )
    return f"{said} {less % count}"


def cost_words(cost: int, value: int) -> str:
    """Say what a moment is worth beside the chosen one: "vale 3 % menos"."""
    if cost <= 0 or value <= 0:
        return _("vale lo mismo")
    return _("vale %(share)s menos") % {"share": format_percent(min(cost, value), value)}


def needing_words(why: Stored, names: Names, times: int) -> str:
    """Say who would come too seldom without a session; "" where they may not be counted."""
    people = why.get("needing", 0)
    if not people:
        return ""
    words = {
        "people": losses_words(why["needing_in"], names),
        "times": times_words(times),
    }
    return _("Sin esta sesión no llegarían a %(times)s %(people)s.") % words


def binds_words(text: str, names: Names) -> str:
    """Put a reason of the planner ("2027-03-09 10:00: …") as a person writes it."""
    if not text:
        return ""
    moment = datetime.fromisoformat(text[: len(STAMP)])
    return _("Convendría más el %(when)s, pero %(why)s") % {
        "when": moment_words(moment),
        "why": in_words(text[len(STAMP) :].removeprefix(": "), names),
    }
