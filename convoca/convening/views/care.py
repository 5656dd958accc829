"""Giving the filtered seats into somebody's care: how many, to whom, done."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from convoca.convening.forms.board import CareForm
from convoca.convening.forms.filters import SeatFilter
from convoca.convening.queries import SeatRow, list_carers, list_seat_rows
from convoca.convening.services import assign_seats, undo_assignment
from convoca.convening.views.batches import read_batch
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.models import User
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import ConvocaError

BAD_REQUEST = 422


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Ask who looks after the filtered seats, then give them exactly those that were shown."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    rows = list_seat_rows(cycle)
    form = SeatFilter(request.GET, rows, today=timezone.localdate())
    is_pressed = request.method == "POST"
    chosen = _shown_before(request, rows) if is_pressed else form.chosen
    people = list_carers(cycle.community, rows, besides=signed_in_user(request))
    care = CareForm(request.POST if is_pressed else None, people)
    board = f"{reverse('convening:board', args=[cycle.pk])}?{form.query}"
    if is_pressed and care.is_valid():
        who = {str(user.pk): user for user, _count in people}.get(care.cleaned_data["user"])
        _tell(request, _assign(request, cycle, chosen, who), who)
        return redirect(board)
    context = {
        "cycle": cycle,
        "care": care,
        "rows": chosen,
        "taken": sum(row.carer is not None for row in chosen),
        "board_url": board,
    }
    status = BAD_REQUEST if care.errors else 200
    return render(request, "convening/board_assign.html", context, status=status)


@require_POST
def undo(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Give the seats just assigned back to who had them."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    try:
        result = undo_assignment(cycle=cycle, batch=read_batch(request), now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        told = ngettext(
            "Deshecho: %(n)s puesto queda como antes.",
            "Deshecho: %(n)s puestos quedan como antes.",
            result.undone,
        )
        messages.success(request, told % {"n": result.undone})
    return redirect("convening:board", cycle.pk)


def _shown_before(request: HttpRequest, rows: Sequence[SeatRow]) -> list[SeatRow]:
    """Return the rows that the page showed, whatever fits the filters since."""
    shown = set(request.POST.get("seats", "").split(","))
    return [row for row in rows if str(row.seat.pk) in shown]


def _assign(request: HttpRequest, cycle: Cycle, chosen: Sequence[SeatRow], who: User | None) -> int:
    return assign_seats(
        cycle=cycle,
        seat_ids=[row.seat.pk for row in chosen],
        user=who,
        by=signed_in_user(request),
        now=timezone.now(),
    )


def _tell(request: HttpRequest, count: int, who: User | None) -> None:
    if not count:
        messages.warning(request, _("Nada que cambiar: esos puestos ya estaban así."))
        return
    if who is None:
        told = ngettext(
            "%(n)s puesto quedó sin nadie a cargo.",
            "%(n)s puestos quedaron sin nadie a cargo.",
            count,
        )
    else:
        told = ngettext(
            "%(n)s puesto quedó a cargo de %(name)s.",
            "%(n)s puestos quedaron a cargo de %(name)s.",
            count,
        )
    messages.success(request, told % {"n": count, "name": who})
