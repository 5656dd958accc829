"""Template tags and filters of the look: the mark, numbers, dates, fields, choices, pages."""

from datetime import date, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.paginator import Page
from django.forms import BoundField
from django.template import Context, Library
from django.utils import timezone

from convoca.ui import formats

register = Library()
HTMX_CONFIG = (
    '{"allowEval":false,"includeIndicatorStyles":false,"responseHandling":['
    '{"code":"204","swap":false},{"code":"[23]..","swap":true},'
    '{"code":"409|422","swap":true},{"code":"[45]..","swap":false,"error":true}]}'
)


@register.inclusion_tag("ui/mark.html")
def mark(url: str = "", word: str = "convoca") -> dict[str, str]:
    """Draw the mark: eight seats around a table, one calling. A link when `url` is given."""
    return {"url": url, "word": word}


@register.simple_tag
def htmx_config() -> str:
    """Return the settings of htmx: nothing evaluated, refusals (409, 422) shown in place."""
    return HTMX_CONFIG


@register.filter
def number(value: float, decimals: int = 0) -> str:
    """Write a number with its thousands apart: 1.234."""
    return formats.format_number(value, decimals=decimals)


@register.filter
def percent_of(part: int, whole: int) -> str:
    """Write only the percent. The denominator must be beside it, in words."""
    return formats.format_percent(part, whole)


@register.filter
def share(part: int, whole: int) -> str:
    """Write a share with its denominator: "12 de 40 · 30 %"."""
    return formats.format_share(part, whole)


@register.filter
def plural(count: int, words: str) -> str:
    """Choose a word by a count: `{{ 3|plural:"puesto,puestos" }}` gives "puestos"."""
    one, _comma, many = words.partition(",")
    return one if count == 1 else many


@register.filter
def counted(count: int, words: str) -> str:
    """Write a count and its word: `{{ 1234|counted:"puesto,puestos" }}`: "1.234 puestos"."""
    return f"{formats.format_number(count)}{formats.HARD_SPACE}{plural(count, words)}"


@register.filter
def fecha(day: date | None, zone: tzinfo | str | None = None) -> str:
    """Write a date or an instant as a day: "martes 9 de marzo". Nothing gives ""."""
    if day is None:
        return ""
    return formats.format_day(_day_of(day, zone), today=timezone.localdate())


@register.filter
def fecha_corta(day: date | None, zone: tzinfo | str | None = None) -> str:
    """Write a day where there is little room: "mar 9 mar". Nothing gives ""."""
    return "" if day is None else formats.format_short_day(_day_of(day, zone))


@register.filter
def hora(moment: datetime | None, zone: tzinfo | str | None = None) -> str:
    """Write the hour of an instant in a zone, named: "10:00 (hora de Santiago)"."""
    if moment is None:
        return ""
    names: dict[str, str] = getattr(settings, "CONVOCA_ZONE_NAMES", {})
    return formats.format_hour(moment, zone=_zone(zone), names=names)


@register.filter
def fecha_hora(moment: datetime | None, zone: tzinfo | str | None = None) -> str:
    """Write an instant whole: "martes 9 de marzo, 10:00 (hora de Santiago)"."""
    if moment is None:
        return ""
    return f"{fecha(moment, zone)}, {hora(moment, zone)}"


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField, small: str = "") -> dict[str, Any]:
    """Show a field of a form: label, help, errors, input. `small` adds a line under the input."""
    return {"field": bound, "kind": bound.widget_type, "small": small}


@register.inclusion_tag("ui/choices.html")
def choices(bound: BoundField) -> dict[str, Any]:
    """Show a field of one or many choices as big buttons, a thumb each."""
    return {"field": bound}


@register.inclusion_tag("ui/scale.html")
def scale(bound: BoundField, low: str = "", high: str = "") -> dict[str, Any]:
    """Show a field of a few ordered choices (1 to 5) side by side, with the ends in words."""
    return {"field": bound, "low": low, "high": high}


@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any], words: str = "") -> dict[str, Any]:
    """Link the pages of a list and keep the filters of the address; `words` as in `plural`."""
    request = context.get("request")
    query = request.GET.copy() if request else None

    def address(page_number: int) -> str:
        if query is None:
            return f"?page={page_number}"
        query["page"] = str(page_number)
        return f"?{query.urlencode()}"

    return {
        "page": page,
        "total": counted(page.paginator.count, words) if words else "",
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
    }


def _zone(zone: tzinfo | str | None) -> tzinfo:
    if zone is None or zone == "":
        return timezone.get_current_timezone()
    return ZoneInfo(zone) if isinstance(zone, str) else zone


def _day_of(day: date, zone: tzinfo | str | None) -> date:
    if isinstance(day, datetime):
        return day.astimezone(_zone(zone)).date() if day.tzinfo else day.date()
    return day
