"""Availability as a person reads it back."""

from collections.abc import Collection
from datetime import date

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convoca.workplan.core.problem.grid import (
    AFTERNOON,
    BLANK_DAY,
    HOURS,
    IF_NEED,
    MORNING,
    NO,
    UNSAID,
    YES,
    Stretch,
    stretches,
)
from convoca.workplan.core.problem.model import Away, Council

DAY_NAMES = [
    gettext_lazy("lunes"),
    gettext_lazy("martes"),
    gettext_lazy("miércoles"),
    gettext_lazy("jueves"),
    gettext_lazy("viernes"),
]
NTH_NAMES = [
    gettext_lazy("primer"),
    gettext_lazy("segundo"),
    gettext_lazy("tercer"),
    gettext_lazy("cuarto"),
    gettext_lazy("quinto"),
]
LETTER_NAMES = {
    YES: gettext_lazy("puede"),
    IF_NEED: gettext_lazy("solo si es necesario"),
    NO: gettext_lazy("no puede"),
    UNSAID: gettext_lazy("sin responder"),
}


def day_words(letters: str) -> str:
    """Say one day: "puede toda la mañana; no puede de 13 a 14; puede de 14 a 18"."""
    if letters == BLANK_DAY:
        return str(LETTER_NAMES[UNSAID])
    return "; ".join(f"{LETTER_NAMES[one.letter]} {_when(one)}" for one in stretches(letters))


def hours_words(hours: Collection[int]) -> str:
    """Say hours as stretches: "de 9 a 11 y de 15 a 16"; nothing for none."""
    letters = "".join(NO if hour in hours else YES for hour in HOURS)
    said = [_when(one) for one in stretches(letters) if one.letter == NO]
    return _(" y ").join([", ".join(said[:-1]), said[-1]] if said[1:] else said)


def council_words(council: Council | None) -> str:
    """Say the half day of the council: "primer y tercer martes del mes, en la mañana"."""
    if council is None:
        return _("no asiste, o no tiene día fijo")
    named = [str(NTH_NAMES[nth - 1]) for nth in sorted(council.nth)]
    return _("%(nth)s %(day)s del mes, %(half)s") % {
        "nth": _(" y ").join([", ".join(named[:-1]), named[-1]] if named[1:] else named),
        "day": DAY_NAMES[council.weekday],
        "half": _("en la mañana") if council.half == "am" else _("en la tarde"),
    }


def absence_words(absence: Away) -> str:
    """Say days away: "del 2 al 9 de marzo" or "el 2 de marzo"."""
    first, last = absence
    if first == last:
        return _("el %(day)s") % {"day": _day(first)}
    same_month = (first.year, first.month) == (last.year, last.month)
    start = str(first.day) if same_month else _day(first)
    return _("del %(first)s al %(last)s") % {"first": start, "last": _day(last)}


def _when(stretch: Stretch) -> str:
    bounds = (stretch.start, stretch.end)
    if bounds == (HOURS[0], HOURS[-1] + 1):
        return _("todo el día")
    if bounds == (MORNING[0], MORNING[-1] + 1):
        return _("toda la mañana")
    if bounds == (AFTERNOON[0], AFTERNOON[-1] + 1):
        return _("toda la tarde")
    return _("de %(start)s a %(end)s") % {"start": stretch.start, "end": stretch.end}


def _day(day: date) -> str:
    return dateformat.format(day, _(r"j \d\e F"))
