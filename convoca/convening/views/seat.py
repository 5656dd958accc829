"""The page of one seat: who holds it, how to reach them, all that happened, and what to do."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convoca.convening.errors import HolderMissingError
from convoca.convening.forms.seats import (
    AnswerForm,
    AttemptForm,
    ContactsForm,
    ExistenceForm,
    HolderForm,
)
from convoca.convening.models import AnswerRecord
from convoca.convening.queries import (
    SeatRow,
    get_visible_seat,
    list_history,
    list_marks,
    list_seat_rows,
)
from convoca.convening.services import (
    DeputyInput,
    answer_invitation,
    invite_seats,
    mark_existence,
    record_attempt,
    replace_holder,
    update_contacts,
)
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.models import Seat, User
from convoca.directory.queries import may
from convoca.directory.queries.access import Doing
from convoca.foundation.errors import ConvocaError
from convoca.ui.charts import SeatState

Given = dict[str, Any]  # Any: what Django's forms give after cleaning
FORMS: dict[str, type[Form]] = {
    "attempt": AttemptForm,
    "answer": AnswerForm,
    "contacts": ContactsForm,
    "holder": HolderForm,
    "existence": ExistenceForm,
}


@require_safe
def seat(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Show one seat."""
    cycle = get_visible_cycle(request.user, cycle_id, "read")
    return _page(request, cycle, get_visible_seat(cycle, seat_id))


@require_POST
def add_attempt(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Record a try to reach the seat."""

    def act(cycle: Cycle, row: SeatRow, given: Given) -> str:
        user = _staff(request)
        record_attempt(cycle=cycle, seat=row.seat, user=user, now=timezone.now(), **given)
        return _("Gestión guardada.")

    return _do(request, cycle_id, seat_id, "attempt", act)


@require_POST
def add_answer(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Record an answer told by telephone."""

    def act(_cycle: Cycle, row: SeatRow, given: Given) -> str:
        if row.invitation is None:
            raise HolderMissingError(row.seat.pk)
        answer_invitation(
            invitation=row.invitation,
            answer=given["answer"],
            via=AnswerRecord.Via.STAFF,
            now=timezone.now(),
            user=_staff(request),
            reason=given["reason"],
            deputy=DeputyInput(given["deputy_name"], given["deputy_email"]),
        )
        return _("Respuesta guardada. Se le confirma por correo, si tiene.")

    return _do(request, cycle_id, seat_id, "answer", act)


@require_POST
def change_contacts(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Correct how the person is reached."""

    def act(_cycle: Cycle, row: SeatRow, given: Given) -> str:
        if row.person is None:
            raise HolderMissingError(row.seat.pk)
        update_contacts(person=row.person, user=_staff(request), **given)
        return _("Datos de contacto guardados.")

    return _do(request, cycle_id, seat_id, "contacts", act)


@require_POST
def change_holder(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Give the seat to another person."""

    def act(cycle: Cycle, row: SeatRow, given: Given) -> str:
        user = _staff(request)
        tenure = replace_holder(seat=row.seat, user=user, now=timezone.now(), cycle=cycle, **given)
        name = tenure.person.name
        return _("%(name)s ocupa ahora el puesto. Falta invitarle.") % {"name": name}

    return _do(request, cycle_id, seat_id, "holder", act, doing="coordinate")


@require_POST
def change_existence(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Note whether the municipality has this directorate."""

    def act(_cycle: Cycle, row: SeatRow, given: Given) -> str:
        mark_existence(seat=row.seat, existence=given["existence"])
        return _("Quedó anotado.")

    return _do(request, cycle_id, seat_id, "existence", act, doing="coordinate")


@require_POST
def invite_seat(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Invite the holder of this seat alone."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    found = get_visible_seat(cycle, seat_id)
    try:
        result = invite_seats(
            cycle=cycle, seat_ids=[found.pk], user=_staff(request), now=timezone.now()
        )
    except ConvocaError as error:
        return _page(request, cycle, found, error=error.user_message())
    if result.without_email:
        messages.warning(request, _("Quedó invitado, pero no tiene correo: hay que llamar."))
    elif result.invited:
        messages.success(request, _("La invitación va en camino."))
    else:
        messages.success(request, _("Ya tenía su invitación; no se envió otra."))
    return redirect("convening:seat", cycle.pk, found.pk)


def _do(
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
    form = FORMS[name](request.POST)
    if not form.is_valid():
        return _page(request, cycle, found, bound={name: form})
    try:
        done = act(cycle, _row(cycle, found), form.cleaned_data)
    except ConvocaError as error:
        return _page(request, cycle, found, bound={name: form}, error=error.user_message())
    messages.success(request, done)
    return redirect("convening:seat", cycle.pk, found.pk)


def _row(cycle: Cycle, found: Seat) -> SeatRow:
    return next(row for row in list_seat_rows(cycle) if row.seat.pk == found.pk)


def _page(
    request: HttpRequest,
    cycle: Cycle,
    found: Seat,
    *,
    bound: dict[str, Form] | None = None,
    error: str = "",
) -> HttpResponse:
    """Show the seat; contacts and history only to those who call people."""
    row = _row(cycle, found)
    user = _staff(request)
    may_call = may(user, "interview", cycle.community)
    initial = {
        "contacts": {"email": row.email, "phone": row.phone},
        "existence": {"existence": found.existence},
    }
    context = {
        "cycle": cycle,
        "row": row,
        "state": SeatState(row.standing),
        "error": error,
        "marks": list_marks(found),
        "history": list_history(found) if may_call else [],
        "may_call": may_call,
        "may_coordinate": may(user, "coordinate", cycle.community),
        "forms": {name: form(initial=initial.get(name)) for name, form in FORMS.items()}
        | (bound or {}),
        "opened": next(iter(bound or {}), ""),
    }
    status = 409 if error else 422 if bound else 200
    return render(request, "convening/seat.html", context, status=status)


def _staff(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
