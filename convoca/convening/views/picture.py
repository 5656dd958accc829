"""The picture of the seats and the funnel, from the rows and counts of a cycle."""

from collections.abc import Sequence
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from convoca.convening.core.figures import FunnelCounts
from convoca.convening.queries import SeatRow
from convoca.cycles.models import Cycle
from convoca.ui.charts import Funnel, FunnelStep, Region, Seat, SeatPicture, SeatState, place_seats


def draw_seats(cycle: Cycle, rows: Sequence[SeatRow]) -> SeatPicture:
    """Draw one mark a seat, a column a region; rows come from north to south."""
    by_region = groupby(rows, key=lambda row: row.seat.municipality.region)
    regions = [
        Region(region.short_name, region.name, [_mark(cycle, row) for row in members])
        for region, members in by_region
    ]
    return place_seats(
        regions,
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
        "accepted": (_("Aceptaron"), f"{board}?estado=present"),
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


def _mark(cycle: Cycle, row: SeatRow) -> Seat:
    return Seat(
        row.seat.municipality.comuna_name,
        SeatState(row.standing),
        reverse("convening:seat", args=[cycle.pk, row.seat.pk]),
    )
