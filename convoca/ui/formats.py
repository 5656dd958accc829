"""Numbers, dates and hours as a person reads them. Pure text: the clock and the zones come in."""

from collections.abc import Mapping
from datetime import date, datetime, tzinfo

from django.utils import dateformat
from django.utils.translation import gettext as _

HARD_SPACE = "\N{NO-BREAK SPACE}"


def format_number(value: float, *, decimals: int = 0, separators: str = ".,") -> str:
    """Write a number with its thousands apart: 1234.5 with one decimal gives "1.234,5".

    Args:
        value: any finite number; halves round to the even neighbour, as Python does.
        decimals: digits after the mark, 0 or more.
        separators: two characters: between thousands, and before the decimals.
    """
    plain = f"{value:,.{decimals}f}"
    return plain.translate({ord(","): separators[0], ord("."): separators[1]})


def format_percent(part: float, whole: float) -> str:
    """Write part / whole as a whole percent: (12, 40) gives "30 %", with a hard space.

    Halves round up. What is neither nothing nor everything never reads "0 %" or "100 %": it reads
    "menos de 1 %" or "más de 99 %". A whole of zero has no percent and gives "".

    Raises ValueError: part or whole is below zero.
    """
    if part < 0 or whole < 0:
        raise ValueError(f"a share of {part} in {whole}")
    if whole == 0:
        return ""
    percent = int(100 * part / whole + 0.5)
    if percent == 0 and part > 0:
        return _("menos de 1 %").replace(" %", f"{HARD_SPACE}%")
    if percent == 100 and part < whole:  # noqa: PLR2004 - a hundred is what percent means
        return _("más de 99 %").replace(" %", f"{HARD_SPACE}%")
    return f"{percent}{HARD_SPACE}%"


def format_share(part: int, whole: int) -> str:
    """Write a share with its denominator: (12, 40) gives "12 de 40 · 30 %"; (0, 0) "0 de 0"."""
    counts = _("%(part)s de %(whole)s") % {
        "part": format_number(part),
        "whole": format_number(whole),
    }
    percent = format_percent(part, whole)
    return f"{counts} · {percent}" if percent else counts


def format_day(day: date, *, today: date) -> str:
    """Write a day: "martes 9 de marzo", and its year when it is not the year of `today`."""
    if day.year == today.year:
        return dateformat.format(day, _(r"l j \d\e F"))
    return dateformat.format(day, _(r"l j \d\e F \d\e Y"))


def format_short_day(day: date) -> str:
    """Write a day where there is little room: "mar 9 mar". For tables and strips only."""
    return dateformat.format(day, "D j M").lower()


def zone_name(zone: tzinfo, names: Mapping[str, str]) -> str:
    """Return how a reader calls a zone: its name in `names`, or the city in its key.

    "America/Punta_Arenas" without a name reads "hora de Punta Arenas".
    """
    key = str(zone)
    if key in names:
        return names[key]
    return _("hora de %(place)s") % {"place": key.rpartition("/")[2].replace("_", " ")}


def format_hour(moment: datetime, *, zone: tzinfo, names: Mapping[str, str]) -> str:
    """Write the hour of an instant where the reader is: "10:00 (hora de Santiago)".

    Raises ValueError: the moment has no zone, so nobody can know which hour it is.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no zone")
    local = moment.astimezone(zone)
    return f"{local.hour}:{local.minute:02d} ({zone_name(zone, names)})"
