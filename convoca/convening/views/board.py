"""The board of the seats: coverage on top, one mark a seat, the list below."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from convoca.convening.core.figures import coverage
from convoca.convening.core.standing import Standing
from convoca.convening.forms.board import SavedViewForm
from convoca.convening.forms.filters import SeatFilter
from convoca.convening.queries import (
    count_standings,
    hurdle_words,
    last_assignment,
    list_maybe_shared,
    list_saved_views,
    list_seat_rows,
    seat_sheet,
)
from convoca.convening.views.picture import draw_seats
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import may, signed_in_user
from convoca.ui.charts import SeatState
from convoca.ui.downloads import answer_sheet

PAGE_ROWS = 50


@require_safe
def board(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show where every seat stands."""
    cycle, user = get_visible_cycle(request.user, cycle_id, "read"), signed_in_user(request)
    rows, today = list_seat_rows(cycle), timezone.localdate()
    form = SeatFilter(request.GET, rows, today=today)
    shown = Paginator(form.chosen, PAGE_ROWS).get_page(request.GET.get("page"))
    has_begun = any(row.facts.presences.marks for row in rows)
    may_coordinate = may(user, "coordinate", cycle.community)
    hurdles = [(row, row.hurdle(today=today)) for row in shown]
    context = {
        "cycle": cycle,
        "coverage": coverage((row.facts for row in rows), has_begun=has_begun),
        "has_begun": has_begun,
        "seats": draw_seats(cycle, rows, has_begun=has_begun),
        "form": form,
        "page": shown,
        "of": len(rows),
        "has_carers": any(row.carer for row in rows),
        "rows": [(row, SeatState(row.standing), why and hurdle_words(why)) for row, why in hurdles],
        "maybe_shared": len(list_maybe_shared(rows)) if may_coordinate else 0,
        "undo": last_assignment(cycle, now=timezone.now()) if may_coordinate else None,
        "waiting": count_standings(rows)[Standing.WAITING],
        "may_coordinate": may_coordinate,
        "may_export": may_coordinate or may(user, "interview", cycle.community),
        "views": list_saved_views(cycle.community, user),
        "view_form": SavedViewForm(),
    }
    return render(request, "convening/board.html", context)


@require_safe
def export(request: HttpRequest, cycle_id: int, ending: str) -> HttpResponse:
    """Give the filtered seats as a file; it has contacts, so for who may see these."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    today = timezone.localdate()
    form = SeatFilter(request.GET, list_seat_rows(cycle), today=today)
    sheet = seat_sheet(form.chosen, today=today)
    return answer_sheet(sheet, of=cycle.community.name, on=today, ending=ending)
