"""Where people work: zone and holidays of their municipality."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from convoca.directory.models import Holiday, Municipality
from convoca.outreach.core.hours import OfficeHours, Place

PAPER = "us-letter"
AHEAD = timedelta(days=120)
BEHIND = timedelta(days=60)


def office_hours() -> OfficeHours:
    """Return the hours of the country's offices: `[office_hours]` of its file, or the usual ones.

    Its keys are `opens`, `afternoon` and `closes`, wall times; what is absent is as usual.
    """
    return OfficeHours(**settings.COUNTRY.get("office_hours", {}))


def paper() -> str:
    """Return the size of the country's letters: `paper` of its file, as typst calls it."""
    return str(settings.COUNTRY.get("paper", PAPER))


def places_around(now: datetime) -> Callable[[Municipality], Place]:
    """Return what gives the place of a municipality, with the holidays of the months around now.

    Asks the database once, however many municipalities are looked up.
    """
    near = Holiday.objects.filter(on__range=((now - BEHIND).date(), (now + AHEAD).date()))
    national: set[date] = set()
    regional: dict[int, set[date]] = defaultdict(set)
    for on, region in near.values_list("on", "region"):
        if region is None:
            national.add(on)
        else:
            regional[region].add(on)
    closed = {region: frozenset(national | days) for region, days in regional.items()}
    everywhere = frozenset(national)
    hours = office_hours()

    def place_of(municipality: Municipality) -> Place:
        days = closed.get(municipality.region_id, everywhere)
        return Place(ZoneInfo(municipality.zone), days, hours)

    return place_of
