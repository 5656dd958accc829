"""Notes about a seat: written on its page, corrected and removed on their own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from convoca.convening.forms.seats import NoteForm
from convoca.convening.queries import SeatRow, get_own_note, get_visible_seat
from convoca.convening.services import add_note, edit_note, remove_note, restore_note
from convoca.convening.views.seat_page import Given, act_on_seat, show_seat
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import ConvocaError


@require_POST
def add(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Keep a new note."""

    def act(_cycle: Cycle, row: SeatRow, given: Given) -> str:
        user = signed_in_user(request)
        add_note(seat=row.seat, text=given["text"], user=user, now=timezone.now())
        return _("Nota guardada.")

    return act_on_seat(request, cycle_id, seat_id, "note", act)


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, cycle_id: int, seat_id: int, note_id: int) -> HttpResponse:
    """Show an own note to correct it, and keep what was corrected."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    seat, user = get_visible_seat(cycle, seat_id), signed_in_user(request)
    found = get_own_note(seat, note_id, user=user)
    form = NoteForm(
        request.POST if request.method == "POST" else None, initial={"text": found.text}
    )
    if form.is_valid():
        text = form.cleaned_data["text"]
        try:
            edit_note(seat=seat, note_id=note_id, text=text, user=user, now=timezone.now())
        except ConvocaError as error:
            return show_seat(request, cycle, seat, bound={"note": form}, error=error.user_message())
        messages.success(request, _("Nota corregida."))
        return redirect("convening:seat", cycle.pk, seat.pk)
    context = {"cycle": cycle, "seat": seat, "note": found, "form": form}
    return render(request, "convening/note.html", context, status=422 if form.is_bound else 200)


@require_POST
def remove(request: HttpRequest, cycle_id: int, seat_id: int, note_id: int) -> HttpResponse:
    """Remove an own note; the page of the seat offers to bring it back."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    seat, user = get_visible_seat(cycle, seat_id), signed_in_user(request)
    found = get_own_note(seat, note_id, user=user)
    remove_note(seat=seat, note_id=found.pk, user=user, now=timezone.now())
    return redirect("convening:seat", cycle.pk, seat.pk)


@require_POST
def restore(request: HttpRequest, cycle_id: int, seat_id: int, note_id: int) -> HttpResponse:
    """Bring a note back."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    seat, user = get_visible_seat(cycle, seat_id), signed_in_user(request)
    found = get_own_note(seat, note_id, user=user)
    restore_note(seat=seat, note_id=found.pk, user=user)
    return redirect("convening:seat", cycle.pk, seat.pk)
