"""Who can when: the heat of the week, who is missing, and what was told by telephone."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import may, signed_in_user
from convoca.foundation.errors import ConvocaError, NotFoundError
from convoca.ui.charts import Heat, HeatCell, HeatRow
from convoca.workplan.core.explain import HeatCell as Count
from convoca.workplan.core.grid import HOURS, WORKDAYS
from convoca.workplan.forms.week import WeekForm
from convoca.workplan.queries import (
    AvailabilityRow,
    HeatMap,
    availability_rows,
    heat_map,
    is_open,
    last_batch,
    plan_window,
    zone_words,
)
from convoca.workplan.queries.words import DAY_NAMES
from convoca.workplan.services import save_availability
from convoca.workplan.services.asking import rows_to_ask

PAGE_SIZE = 50


@require_safe
def overview(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show how many answered, when they can, and who is missing."""
    cycle = get_visible_cycle(request.user, cycle_id)
    user = signed_in_user(request)
    rows = availability_rows(cycle)
    missing = [row for row in rows if not row.has_answered]
    heat = heat_map(cycle, rows)
    now = timezone.now()
    context = {
        "cycle": cycle,
        "total": len(rows),
        "answered": len(rows) - len(missing),
        "carried": sum(row.state == "carried" for row in rows),
        "heat": heat_picture(cycle, heat, heat.best()) if heat.is_shown else None,
        "best": [_best_words(one) for one in heat.best()],
        "page": Paginator(missing, PAGE_SIZE).get_page(request.GET.get("page")),
        "answered_rows": [row for row in rows if row.has_answered],
        "to_ask": len(rows_to_ask(cycle, now=now)),
        "without_email": sum(not row.email for row in missing),
        "can_undo": bool(last_batch(cycle, now=now)),
        "is_open": is_open(cycle),
        "may_coordinate": may(user, "coordinate", cycle.community),
        "may_enter": may(user, "interview", cycle.community),
    }
    return render(request, "workplan/availability.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Write down what somebody told by telephone."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    row = _row_of(cycle, seat_id)
    form = WeekForm(request.POST or None, availability=row.availability)
    error, status = "", 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            _save(cycle, row, form)
        except ConvocaError as refused:
            error, status = refused.user_message(), 409
        else:
            said = _("Quedó guardado cuándo puede %(name)s.")
            messages.success(request, said % {"name": row.invitation.participant.name})
            return redirect("workplan:availability", cycle.pk)
    first, last = plan_window(cycle)
    zone = row.invitation.seat.municipality.zone
    context = {
        "cycle": cycle,
        "row": row,
        "form": form,
        "error": error,
        "is_open": is_open(cycle),
        "zone_words": zone_words(
            own=zone, association=cycle.community.association.zone, first=first, last=last
        ),
    }
    return render(request, "workplan/entry.html", context, status=status)


def heat_picture(cycle: Cycle, heat: HeatMap, framed: Sequence[Count]) -> Heat:
    """Draw who can at each hour, "if need be" left out; the framed cells stand out."""
    marked = {(one.weekday, one.hour) for one in framed}
    counts = {(one.weekday, one.hour): one.yes for one in heat.cells}
    return Heat(
        key="heat",
        title=_("Cuándo pueden"),
        description=_("Por ciento que puede empezar a esa hora de la asociación."),
        columns=[str(name)[:3] for name in DAY_NAMES],
        rows=[
            HeatRow(
                f"{hour}:00",
                [
                    HeatCell(counts.get((day, hour), 0), proposed=(day, hour) in marked)
                    for day in range(WORKDAYS)
                ],
            )
            for hour in HOURS
        ],
        total=heat.answered,
    )


def _best_words(cell: Count) -> dict[str, object]:
    return {
        "when": f"{DAY_NAMES[cell.weekday]} {cell.hour}:00".capitalize(),
        "yes": cell.yes,
        "if_need": cell.if_need,
        "answered": cell.answered,
    }


def _row_of(cycle: Cycle, seat_id: int) -> AvailabilityRow:
    for row in availability_rows(cycle):
        if row.invitation.seat_id == seat_id:
            return row
    raise NotFoundError(seat_id)


def _save(cycle: Cycle, row: AvailabilityRow, form: WeekForm) -> None:
    save_availability(
        cycle=cycle,
        seat=row.invitation.seat,
        person=row.invitation.participant,
        weekly=form.weekly,
        away=form.away,
        council=form.council,
        now=timezone.now(),
    )
