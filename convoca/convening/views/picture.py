"""The picture of the seats and the funnel, from the rows and counts of a cycle."""

from collections.abc import Sequence
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from convoca.convening.core.figures import FunnelCounts, coverage
from convoca.convening.queries import SAID_YES, SeatRow
from convoca.cycles.models import Cycle
from convoca.directory.models import Region as RegionOfCountry
from convoca.ui.charts import Funnel, FunnelStep, Region, Seat, SeatPicture, SeatState, place_seats


def draw_seats(cycle: Cycle, rows: Sequence[SeatRow], *, has_begun: bool) -> SeatPicture:
    """Draw one mark a seat, a column a region; rows come from north to south.

    The share under a column counts as the coverage does.
    """
    by_region = groupby(rows, key=lambda row: row.seat.municipality.region)
    return place_seats(
        [
            _column(cycle, region, list(members), has_begun=has_begun)
            for region, members in by_region
        ],
        key="seats",
        title=_("Puestos por región, de norte a sur"),
        description=_("Un punto por municipalidad; cada punto lleva a la página del puesto."),
    )


def draw_funnel(cycle: Cycle, counts: FunnelCounts) -> Funnel:
    """Draw the steps that this room knows, each with the people behind it where there is a list."""
    board = reverse("convening:board", args=[cycle.pk])
    labels = {
        "seats": (_("Puestos que existen"), board),
        "identified": (_("Con una persona conocida"), ""),
        "reached": (_("Alcanzados"), reverse("convening:unreached", args=[cycle.pk])),
        "answered": (_("Respondieron"), ""),
        "accepted": (_("Aceptaron"), f"{board}?estado={SAID_YES}"),
        "interviewed": (_("Entrevistados"), ""),
        "gave_availability": (_("Dijeron cuándo pueden"), ""),
        "attended_once": (_("Vinieron al menos una vez"), ""),
        "attended_twice": (_("Vinieron al menos dos veces"), ""),
        "in_group": (_("Están en el grupo"), reverse("convening:group", args=[cycle.pk])),
    }
    return Funnel(
        key="funnel",
        title=_("De los puestos a la participación"),
        description=_(
            "Cada barra cuenta los puestos que llegaron a ese paso, del total que existe."
        ),
        steps=[FunnelStep(labels[name][0], count, labels[name][1]) for name, count in counts.steps],
    )


def _column(
    cycle: Cycle, region: RegionOfCountry, rows: Sequence[SeatRow], *, has_begun: bool
) -> Region:
    counted = coverage((row.facts for row in rows), has_begun=has_begun)
    return Region(
        region.short_name,
        region.name,
        [_mark(cycle, row) for row in rows],
        counted=(counted.participating, counted.existing),
    )


def _mark(cycle: Cycle, row: SeatRow) -> Seat:
    return Seat(
        row.seat.municipality.comuna_name,
        SeatState(row.standing),
        reverse("convening:seat", args=[cycle.pk, row.seat.pk]),
        _shared(row),
    )


def _shared(row: SeatRow) -> str:
    """Say with which comunas a seat shares its office: the mark alone does not show it."""
    if row.serving is not None:
        words = {
            "comuna": row.serving.seat.municipality.comuna_name,
            "state": SeatState(row.serving.standing).words,
        }
        return _("%(comuna)s: %(state)s") % words
    return _("atiende también %(comunas)s") % {"comunas": row.served_places} if row.serves else ""
