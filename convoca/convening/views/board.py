"""The board of the seats: coverage on top, one mark a seat, the list below."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from convoca.convening.core.standing import Standing
from convoca.convening.forms.filters import SeatFilter
from convoca.convening.queries import (
    count_standings,
    coverage_of,
    held_numbers,
    list_seat_rows,
)
from convoca.convening.views.picture import draw_seats
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import may
from convoca.ui.charts import SeatState

PAGE_ROWS = 50


@require_safe
def board(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show where every seat stands."""
    cycle = get_visible_cycle(request.user, cycle_id, "read")
    rows = list_seat_rows(cycle)
    form = SeatFilter(request.GET, rows)
    shown = Paginator(form.apply(rows), PAGE_ROWS).get_page(request.GET.get("page"))
    standings = count_standings(rows)
    context = {
        "cycle": cycle,
        "coverage": coverage_of(cycle, rows),
        "has_begun": bool(held_numbers(cycle)),
        "seats": draw_seats(cycle, rows),
        "form": form,
        "page": shown,
        "rows": [(row, SeatState(row.standing)) for row in shown],
        "waiting": standings[Standing.WAITING],
        "may_coordinate": may(request.user, "coordinate", cycle.community),  # type: ignore[arg-type]  # get_visible_cycle let only staff in
    }
    return render(request, "convening/board.html", context)
