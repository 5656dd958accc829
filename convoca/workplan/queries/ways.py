"""The ways to weigh what a plan is worth, as a coordinator chooses between them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from convoca.directory.models import Community
from convoca.ui.formats import format_number
from convoca.workplan.core.problem.model import Weights
from convoca.workplan.queries.problem import default_weights

COMMUNITY, ATTENDANCE, REGIONS, OWN = "reach", "attendance", "regions", "own"
MOST_ATTENDANCE = Weights(attendance=3, reach=1, region=1)
EVERY_REGION = Weights(attendance=1, reach=2, region=8)
ATTENDANCE_UNITS = 1000
"""What one attendance for sure is worth in F, where attendance weighs 1."""
SHOWN = ("attendance", "reach", "region", "change")


@dataclass(frozen=True)
class Way:
    """One way to weigh: its name in forms, its title, what it seeks."""

    name: str
    title: str
    says: str
    weights: Weights


def list_ways(community: Community) -> list[Way]:
    """Return the ways that are offered by name, the community's own first."""
    return [
        Way(
            COMMUNITY,
            _("Que casi todos vengan varias veces"),
            _("Con los pesos que eligió la comunidad."),
            default_weights(community),
        ),
        Way(
            ATTENDANCE,
            _("Más asistencia en total"),
            _("Suma más asistencias, aunque las mismas personas queden fuera de todas."),
            MOST_ATTENDANCE,
        ),
        Way(
            REGIONS,
            _("Que lleguen todas las regiones"),
            _("Levanta a la región que menos puede, aunque en total vengan menos."),
            EVERY_REGION,
        ),
    ]


def way_fields(community: Community, stored: Mapping[str, int]) -> list[tuple[str, str]]:
    """Return what a form says to weigh so again: a way by name, or own numbers."""
    weights = _shown(stored)
    way = _way_of(community, weights)
    if way is not None:
        return [("way", way.name)]
    weights["change"] //= ATTENDANCE_UNITS
    return [("way", OWN), *((name, str(count)) for name, count in weights.items())]


def way_title(community: Community, stored: Mapping[str, int]) -> str:
    """Return how the way with these weights is called; own numbers are told."""
    weights = _shown(stored)
    way = _way_of(community, weights)
    if way is not None:
        return way.title
    numbers = {name: format_number(count) for name, count in weights.items()}
    numbers["change"] = format_number(weights["change"] / ATTENDANCE_UNITS)
    return (
        _(
            "Pesos propios: asistencia %(attendance)s, alcance %(reach)s, región %(region)s, "
            "cambio %(change)s"
        )
        % numbers
    )


def _shown(stored: Mapping[str, int]) -> dict[str, int]:
    return {name: stored.get(name, 0) for name in SHOWN}


def _way_of(community: Community, weights: Mapping[str, int]) -> Way | None:
    ways = list_ways(community)
    return next((one for one in ways if _shown(vars(one.weights)) == weights), None)
