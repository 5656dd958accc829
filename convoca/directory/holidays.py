"""The holidays of the country, from the library that knows them."""

from collections.abc import Iterable, Mapping
from datetime import date

import holidays


def list_holidays(
    country: str, regional: Mapping[str, str], years: Iterable[int]
) -> list[tuple[date, str, str]]:
    """List (day, name, region code or "") of the country and of single regions.

    `regional` pairs the library's short code of a region with ours.
    """
    wanted = list(years)
    national = holidays.country_holidays(country, years=wanted, language="es")
    found = [(on, name, "") for on, name in national.items()]
    for short, code in regional.items():
        local = holidays.country_holidays(country, subdiv=short, years=wanted, language="es")
        found += [(on, name, code) for on, name in local.items() if on not in national]
    return sorted(found)
