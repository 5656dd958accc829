"""One office for two municipalities: who serves whom, what may be one, and ending it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convoca.convening.forms.sharing import ServingForm
from convoca.convening.queries import (
    get_seat_row,
    get_visible_seat,
    list_maybe_shared,
    list_seat_rows,
    list_serving_candidates,
)
from convoca.convening.services import end_sharing, keep_apart, share_seat
from convoca.convening.views.seat_page import show_seat
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.models import Seat
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import ConvocaError

REFUSED, ASKED_AGAIN = 409, 422


@require_safe
def shared(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """List the offices that two municipalities share, and those that may be shared."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    rows = list_seat_rows(cycle)
    context = {
        "cycle": cycle,
        "proposals": list_maybe_shared(rows),
        "served": [row for row in rows if row.serving is not None],
    }
    return render(request, "convening/shared.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Ask which municipality's office serves this one too, and keep it."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    seat = get_visible_seat(cycle, seat_id)
    given = request.POST if request.method == "POST" else None
    form = ServingForm(given, seat, list_serving_candidates(cycle, seat))
    error = ""
    if form.is_valid():
        serving = get_visible_seat(cycle, int(form.cleaned_data["serving"]))
        try:
            _share(request, cycle, seat, serving)
        except ConvocaError as exc:
            error = exc.user_message()
        else:
            return _back(request, cycle, seat)
    context = {"cycle": cycle, "row": get_seat_row(cycle, seat), "form": form, "error": error}
    status = REFUSED if error else ASKED_AGAIN if form.errors else 200
    return render(request, "convening/share.html", context, status=status)


@require_POST
def end(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Let a seat be an office of its own again."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    seat = get_visible_seat(cycle, seat_id)
    try:
        user = signed_in_user(request)
        end_sharing(cycle=cycle, seat=seat, user=user, now=timezone.now())
    except ConvocaError as error:
        return show_seat(request, cycle, seat, error=error.user_message())
    told = _("%(comuna)s vuelve a tener dirección propia.") % {"comuna": seat.municipality}
    messages.success(request, told)
    return _back(request, cycle, seat)


@require_POST
def apart(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Keep that two seats of one person are two offices."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    seat = get_visible_seat(cycle, seat_id)
    try:
        keep_apart(seat=seat)
    except ConvocaError as error:
        return show_seat(request, cycle, seat, error=error.user_message())
    told = _("Anotado: %(comuna)s tiene su propia dirección.") % {"comuna": seat.municipality}
    messages.success(request, told)
    return _back(request, cycle, seat)


def _share(request: HttpRequest, cycle: Cycle, seat: Seat, serving: Seat) -> None:
    user = signed_in_user(request)
    share_seat(cycle=cycle, seat=seat, serving=serving, user=user, now=timezone.now())
    words = {"comuna": seat.municipality, "serving": serving.municipality}
    messages.success(request, _("A %(comuna)s la atiende ahora %(serving)s.") % words)


def _back(request: HttpRequest, cycle: Cycle, seat: Seat) -> HttpResponse:
    """Return to where the button stood: the list of all, or the page of the seat."""
    if "from_list" in request.POST:
        return redirect("convening:shared", cycle.pk)
    return redirect("convening:seat", cycle.pk, seat.pk)
