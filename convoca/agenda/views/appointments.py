"""One interview before it is made: who makes it, at what hour, and the calls for it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convoca.agenda.errors import HourClashError, HourTwiceError
from convoca.agenda.forms.appointments import CALL_RESULTS, CallForm, HourForm
from convoca.agenda.forms.interviewers import TakerForm
from convoca.agenda.queries.appointments import interview_day, tries_of, with_news
from convoca.agenda.queries.interviewers import makers_of
from convoca.agenda.queries.interviews import InterviewRow, get_row, is_closed
from convoca.agenda.services import (
    agree_hour,
    cancel_hour,
    change_interviewer,
    record_interview_call,
)
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import ConvocaError
from convoca.ui.formats import format_short_day


@dataclass(frozen=True)
class Refusal:
    """Why something was not done, and the forms as they were sent, so that nothing is lost."""

    status: int = 200
    words: str = ""
    asks_reading: bool = False
    asks_anyway: bool = False
    hour: HourForm | None = None
    taker: TakerForm | None = None
    call: CallForm | None = None


NOTHING = Refusal()


@require_safe
def arrange(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Show how to reach who is interviewed, who makes it, the hour and the calls."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    return _show(request, cycle, _row(cycle, seat_id), NOTHING)


@require_POST
def agree(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Agree the hour of an interview, or move it."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    row = _row(cycle, seat_id)
    form = _hour_form(row, request)
    if not form.is_valid():
        return _show(request, cycle, row, Refusal(422, hour=form))
    try:
        agree_hour(
            cycle=cycle,
            seat_id=row.seat_id,
            hour=form.hour,
            known_id=form.cleaned_data["known"],
            user=signed_in_user(request),
            now=timezone.now(),
            anyway="anyway" in request.POST,
        )
    except ConvocaError as error:
        return _show(request, cycle, row, _refusal(error, form))
    messages.success(request, _agreed_words(row))
    return redirect("agenda:arrange", cycle_id, seat_id)


@require_POST
def cancel(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Call the hour off."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    row = _row(cycle, seat_id)
    if row.appointment is not None:
        cancel_hour(appointment=row.appointment, now=timezone.now())
    messages.success(request, _("La entrevista queda sin hora."))
    return redirect("agenda:arrange", cycle_id, seat_id)


@require_POST
def take(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Say who makes an interview, and in which language."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    row = _row(cycle, seat_id)
    makers = {one.pk: one for one in makers_of(cycle.community)}
    form = TakerForm(request.POST, makers=list(makers.values()), interview=row.interview)
    if not form.is_valid():
        return _show(request, cycle, row, Refusal(422, taker=form))
    given = form.cleaned_data
    try:
        change_interviewer(
            cycle=cycle,
            seat_id=row.seat_id,
            interviewer=makers.get(given["interviewer"]),
            language=given["language"],
            known_id=given["known"],
            now=timezone.now(),
        )
    except ConvocaError as error:
        return _show(request, cycle, row, Refusal(409, error.user_message()))
    messages.success(request, _("Guardado: quién hace la entrevista."))
    return redirect("agenda:arrange", cycle_id, seat_id)


@require_POST
def call(request: HttpRequest, cycle_id: int, seat_id: int) -> HttpResponse:
    """Keep what came of a call for an interview."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    row = _row(cycle, seat_id)
    form = CallForm(request.POST)
    if not form.is_valid():
        return _show(request, cycle, row, Refusal(422, call=form))
    try:
        attempt = record_interview_call(
            cycle=cycle,
            seat_id=row.seat_id,
            user=signed_in_user(request),
            now=timezone.now(),
            **form.cleaned_data,
        )
    except ConvocaError as error:
        return _show(request, cycle, row, Refusal(409, error.user_message(), call=form))
    said = _("Anotado. La próxima llamada: %(day)s.") if attempt.next_on else _("Anotado.")
    day = format_short_day(attempt.next_on) if attempt.next_on else ""
    messages.success(request, said % {"day": day})
    return redirect("agenda:arrange", cycle_id, seat_id)


@require_safe
def today(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show somebody the hours and the calls of the own interviews."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    day = interview_day(cycle, signed_in_user(request), now=timezone.now())
    lists = [
        (_("Pasó la hora y no está hecha"), day.passed, False),
        (_("Hoy"), day.today, True),
        (_("Por llamar"), day.calls, False),
        (_("Próximos días"), day.coming, False),
    ]
    context = {
        "cycle": cycle,
        "own_zone": cycle.community.association.zone,
        "agreed": len(day.today),
        "calls": len(day.calls),
        "lists": [each for each in lists if each[1]],
    }
    return render(request, "agenda/appointments_today.html", context)


def _row(cycle: Cycle, seat_id: int) -> InterviewRow:
    return with_news(cycle, [get_row(cycle, seat_id)])[0]


def _hour_form(row: InterviewRow, request: HttpRequest | None = None) -> HourForm:
    return HourForm(
        request.POST if request else None,
        appointment=row.appointment,
        phone=row.phone,
        zone=row.zone,
    )


def _refusal(error: ConvocaError, form: HourForm) -> Refusal:
    return Refusal(
        status=409,
        words=error.user_message(),
        asks_reading=isinstance(error, HourTwiceError),
        asks_anyway=isinstance(error, HourClashError),
        hour=form,
    )


def _agreed_words(row: InterviewRow) -> str:
    if row.email:
        return _("La hora quedó fijada. La invitación sale a %(email)s.") % {"email": row.email}
    return _("La hora quedó fijada. No tiene correo: dígasela por teléfono.")


def _show(request: HttpRequest, cycle: Cycle, row: InterviewRow, refusal: Refusal) -> HttpResponse:
    makers = list(makers_of(cycle.community))
    context = {
        "cycle": cycle,
        "row": row,
        "is_open": row.is_missing and not is_closed(cycle),
        "own_zone": cycle.community.association.zone,
        "tries": tries_of(row),
        "refusal": refusal,
        "hour": refusal.hour or _hour_form(row),
        "taker": refusal.taker or TakerForm(None, makers=makers, interview=row.interview),
        "call": refusal.call or CallForm(),
        "results": CALL_RESULTS,
    }
    return render(request, "agenda/appointment.html", context, status=refusal.status)
