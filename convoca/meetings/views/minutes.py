"""The minutes and the commitments."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import may, signed_in_user
from convoca.foundation.errors import ConvocaError
from convoca.meetings.forms import CommitmentForm, MinutesForm, SettleForm
from convoca.meetings.models import Session
from convoca.meetings.queries import (
    get_commitment,
    list_accepted,
    list_attendance,
    list_commitments,
    list_minutes_readers,
    read_overview,
)
from convoca.meetings.services import add_commitment, save_minutes, settle_commitment
from convoca.meetings.views.opening import open_session


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, cycle_id: int, number: int) -> HttpResponse:
    """Write the minutes, with the list of who came beside them."""
    session = open_session(request, cycle_id, number)
    if request.method != "POST":
        form = MinutesForm(initial={"text": session.minutes_draft or _draft(session)})
        return _minutes_page(request, session, form)
    form = MinutesForm(request.POST)
    if not form.is_valid():
        return _minutes_page(request, session, form, status=422)
    try:
        session = save_minutes(
            session=session,
            text=form.cleaned_data["text"],
            user=signed_in_user(request),
            now=timezone.now(),
        )
    except ConvocaError as error:
        form.add_error(None, error.user_message())
        return _minutes_page(request, session, form, status=409)
    messages.success(request, _tell_saved(session))
    return redirect("meetings:minutes", cycle_id, number)


def _tell_saved(session: Session) -> str:
    if session.minutes_sent_at is None:
        return _("Acta guardada. Nadie la ha recibido todavía.")
    if session.has_correction:
        return _("Corrección guardada. Se publica cuando usted la envíe.")
    return _("Acta guardada. Es igual a la que ya se envió.")


def _draft(session: Session) -> str:
    """Return a text to start from: the run of show, what was promised, and who came."""
    overview = read_overview(session)
    promised = [
        f"- {one.seat.municipality.comuna_name}: {one.text}" for one in overview.commitments
    ]
    lines = list_attendance(session)
    came = [line.seat.municipality.comuna_name for line in lines if line.presence == "present"]
    roll = _("Asistieron %(n)s de %(of)s: %(places)s.") % {
        "n": len(came),
        "of": len(lines),
        "places": ", ".join(came),
    }
    return "\n\n".join([*overview.run, _("Compromisos:"), *promised, *([roll] if came else [])])


def _minutes_page(
    request: HttpRequest, session: Session, form: MinutesForm, status: int = 200
) -> HttpResponse:
    lines = list_attendance(session)
    context = {
        "cycle": session.cycle,
        "session": session,
        "form": form,
        "is_new": session.has_correction or session.minutes_sent_at is None,
        "may_send": _may_send(session),
        "present": [line for line in lines if line.presence == "present"],
        "excused": [line for line in lines if line.presence == "excused"],
        "accepted": len(lines),
    }
    return render(request, "meetings/minutes.html", context, status=status)


def _may_send(session: Session) -> bool:
    if session.state != Session.State.HELD or not session.minutes_draft:
        return False
    return any(guest.email for guest in list_minutes_readers(session))


@require_http_methods(["GET", "HEAD", "POST"])
def promise(request: HttpRequest, cycle_id: int, number: int) -> HttpResponse:
    """Write down what a seat promised in a session."""
    session = open_session(request, cycle_id, number)
    accepted = list_accepted(session.cycle)
    if request.method != "POST":
        return _promise_page(request, session, CommitmentForm(accepted))
    form = CommitmentForm(accepted, request.POST)
    if not form.is_valid():
        return _promise_page(request, session, form, status=422)
    seats = {invitation.seat_id: invitation.seat for invitation in accepted}
    try:
        add_commitment(
            session=session,
            seat=seats[form.cleaned_data["seat"]],
            text=form.cleaned_data["text"],
            due_on=form.cleaned_data["due_on"],
            user=signed_in_user(request),
            now=timezone.now(),
        )
    except ConvocaError as error:
        form.add_error(None, error.user_message())
        return _promise_page(request, session, form, status=409)
    messages.success(request, _("Compromiso anotado."))
    return redirect(reverse("meetings:promise", args=[cycle_id, number]))


def _promise_page(
    request: HttpRequest, session: Session, form: CommitmentForm, status: int = 200
) -> HttpResponse:
    context = {
        "cycle": session.cycle,
        "session": session,
        "form": form,
        "commitments": read_overview(session).commitments,
    }
    return render(request, "meetings/promise.html", context, status=status)


@require_safe
def commitments(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """List what was promised, open first; those of earlier cycles say so."""
    cycle = get_visible_cycle(request.user, cycle_id)
    context = {
        "cycle": cycle,
        "book": list_commitments(cycle),
        "today": timezone.localdate(),
        "may_coordinate": may(signed_in_user(request), "coordinate", cycle.community),
    }
    return render(request, "meetings/commitments.html", context)


@require_POST
def settle(request: HttpRequest, cycle_id: int, commitment_id: int) -> HttpResponse:
    """Say what became of a commitment."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    commitment = get_commitment(cycle, commitment_id)
    form = SettleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Elija qué pasó con el compromiso."))
        return redirect("meetings:commitments", cycle.pk)
    try:
        settle_commitment(
            commitment=commitment,
            state=form.cleaned_data["state"],
            user=signed_in_user(request),
            now=timezone.now(),
        )
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        messages.success(request, _("Compromiso actualizado."))
    return redirect("meetings:commitments", cycle.pk)
