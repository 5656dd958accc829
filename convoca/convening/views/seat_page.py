"""The page of one seat: who holds it, how to reach them, all that happened, and what to do."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from convoca.convening.forms.seats import (
    AnswerForm,
    AttemptForm,
    ContactsForm,
    ExistenceForm,
    HolderForm,
    NoteForm,
)
from convoca.convening.models import SuccessorReport
from convoca.convening.queries import (
    SeatRow,
    get_seat_row,
    get_visible_seat,
    list_holders,
    list_marks,
    list_notes,
    proposed_successor,
)
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.models import Seat
from convoca.directory.queries import find_shared_with, may, signed_in_user
from convoca.directory.queries.access import Doing
from convoca.foundation.errors import ConvocaError
from convoca.messaging.queries import stop_of
from convoca.ui.charts import SeatState

Given = dict[str, Any]  # Any: what Django's forms give after cleaning
ACTS: tuple[Doing, Doing] = ("interview", "coordinate")
FORMS: dict[str, type[Form]] = {
    "attempt": AttemptForm,
    "answer": AnswerForm,
    "contacts": ContactsForm,
    "holder": HolderForm,
    "existence": ExistenceForm,
    "note": NoteForm,
}


def act_on_seat(
    request: HttpRequest,
    cycle_id: int,
    seat_id: int,
    name: str,
    act: Callable[[Cycle, SeatRow, Given], str],
    *,
    doing: Doing = "interview",
) -> HttpResponse:
    """Check the form called `name`, act, and say what was done; keep the form otherwise."""
    cycle = get_visible_cycle(request.user, cycle_id, doing)
    found = get_visible_seat(cycle, seat_id)
    form = FORMS[name](request.POST, auto_id=ids_of(name))
    if not form.is_valid():
        return show_seat(request, cycle, found, bound={name: form})
    try:
        done = act(cycle, get_seat_row(cycle, found), form.cleaned_data)
    except ConvocaError as error:
        return show_seat(request, cycle, found, bound={name: form}, error=error.user_message())
    messages.success(request, done)
    return redirect("convening:seat", cycle.pk, found.pk)


def show_seat(
    request: HttpRequest,
    cycle: Cycle,
    found: Seat,
    *,
    bound: dict[str, Form] | None = None,
    error: str = "",
) -> HttpResponse:
    """Show the seat; contacts, notes and history only to those who call people.

    The history, and what rooms above know, stand around the page as the rail does: the desk
    gathers them (`seat_life`).
    """
    row = get_seat_row(cycle, found)
    user = signed_in_user(request)
    may_call, may_coordinate = (may(user, act, cycle.community) for act in ACTS)
    proposed = proposed_successor(cycle, found) if may_call else None
    context = {
        "cycle": cycle,
        "row": row,
        "state": SeatState(row.standing),
        "error": error,
        "holders": list_holders(found),
        "marks": list_marks(found),
        "notes": list_notes(found, user=user, now=timezone.now()) if may_call else [],
        "proposed": proposed,
        "mail_stop": stop_of(row.email) if may_call else None,
        "maybe_shared": find_shared_with(found) if may_coordinate else [],
        "may_call": may_call,
        "may_coordinate": may_coordinate,
        "forms": _forms(row, proposed) | (bound or {}),
        "opened": next(iter(bound or {}), "holder" if proposed else ""),
    }
    status = 409 if error else 422 if bound else 200
    return render(request, "convening/seat.html", context, status=status)


def _forms(row: SeatRow, proposed: SuccessorReport | None) -> dict[str, Form]:
    """Return the forms of the page as they are before anybody writes."""
    initial: dict[str, Given] = {
        "contacts": {"email": row.email, "phone": row.phone},
        "existence": {"existence": row.seat.existence},
    }
    if proposed:
        initial["holder"] = {
            "name": proposed.name,
            "email": proposed.email,
            "phone": proposed.phone,
        }
    return {
        name: form(initial=initial.get(name), auto_id=ids_of(name)) for name, form in FORMS.items()
    }


def ids_of(name: str) -> str:
    """Return the pattern of the ids of a form: two of the page ask for an e-mail."""
    return f"{name}-%s"
