"""The heat of the week as a picture."""

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext as _

from convoca.cycles.models import Cycle
from convoca.ui.charts import Heat, HeatCell, HeatRow
from convoca.workplan.core.asking.heat import HeatCell as Count
from convoca.workplan.core.problem.grid import HOURS, WORKDAYS
from convoca.workplan.queries import HeatMap
from convoca.workplan.queries.pool import clock_of
from convoca.workplan.queries.words import DAY_NAMES

Words = Callable[[int, int], str]
"""Says something of a weekday and an hour."""


def heat_picture(
    cycle: Cycle,
    heat: HeatMap,
    framed: Sequence[Count],
    *,
    address: Words | None = None,
    note: Words | None = None,
) -> Heat:
    """Draw who can at each hour, and who more if need be; the framed cells stand out.

    `address` and `note` give of a weekday and an hour the page that tells more, and in a word or
    two what stands against it.
    """
    marked = {(one.weekday, one.hour) for one in framed}
    cells = {
        (one.weekday, one.hour): HeatCell(
            one.yes,
            proposed=(one.weekday, one.hour) in marked,
            url=address(one.weekday, one.hour) if address else "",
            more=one.if_need,
            note=note(one.weekday, one.hour) if note else "",
        )
        for one in heat.cells
    }
    zone = clock_of(cycle.community.association)
    return Heat(
        key="heat",
        title=_("Cuándo pueden"),
        description=_("Cada celda es una hora de inicio (%(zone)s).") % {"zone": zone},
        columns=[str(name)[:3] for name in DAY_NAMES],
        rows=[_row(cells, hour) for hour in HOURS],
        total=heat.answered,
    )


def _row(cells: Mapping[tuple[int, int], HeatCell], hour: int) -> HeatRow:
    return HeatRow(f"{hour}:00", [cells[day, hour] for day in range(WORKDAYS)])
