"""The timeline of a cycle, the page of a session, and its changes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import may, signed_in_user
from convoca.foundation.errors import ConvocaError
from convoca.foundation.numbers import read_id
from convoca.meetings.forms import SessionForm
from convoca.meetings.models import Session
from convoca.meetings.queries import list_sessions, read_overview
from convoca.meetings.services import (
    UNDO_TIME,
    Change,
    change_session,
    schedule_sessions,
    undo_mailing,
)
from convoca.meetings.views.opening import open_session, read_batch, session_url
from convoca.workplan.queries import confirmed_plan, get_plan

OPEN = {Session.State.PLANNED, Session.State.ANNOUNCED}


@require_safe
def timeline(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show the sessions of a cycle; before there are any, the way to make them."""
    cycle = get_visible_cycle(request.user, cycle_id)
    lines = list_sessions(cycle)
    held = sum(line.session.state == Session.State.HELD for line in lines)
    plan = None if lines else confirmed_plan(cycle)
    context = {
        "cycle": cycle,
        "lines": lines,
        "held": held,
        "plan": plan,
        "may_coordinate": may(signed_in_user(request), "coordinate", cycle.community),
    }
    return render(request, "meetings/sessions.html", context)


@require_POST
def schedule(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Confirm the plan that was chosen and make its sessions."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    plan = get_plan(cycle, read_id(request.POST.get("plan")))
    try:
        made = schedule_sessions(plan=plan, user=signed_in_user(request), now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        text = ngettext("Se creó %(n)s sesión.", "Se crearon %(n)s sesiones.", len(made))
        messages.success(request, text % {"n": len(made)})
    return redirect("meetings:sessions", cycle.pk)


@require_safe
def show(request: HttpRequest, cycle_id: int, number: int) -> HttpResponse:
    """Show one session: when, where, who, and what comes next."""
    session = open_session(request, cycle_id, number, "read")
    now = timezone.now()
    overview = read_overview(session)
    batch = read_batch(request.GET.get("tanda", ""))
    context = {
        "cycle": session.cycle,
        "session": session,
        "overview": overview,
        "has_begun": overview.has_begun(now),
        "is_open": session.state in OPEN,
        "batch": request.GET.get("tanda") if batch and now < batch + UNDO_TIME else "",
        "may_coordinate": may(signed_in_user(request), "coordinate", session.cycle.community),
    }
    return render(request, "meetings/session.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, cycle_id: int, number: int) -> HttpResponse:
    """Change topic, hour or call; guests who were told are told again."""
    session = open_session(request, cycle_id, number)
    if request.method != "POST":
        return _change_page(request, session, SessionForm(initial=SessionForm.values_of(session)))
    form = SessionForm(request.POST)
    if not form.is_valid():
        return _change_page(request, session, form, status=422)
    try:
        done = change_session(
            session=session,
            video_url=form.cleaned_data["video_url"],
            wall_start=form.wall_start,
            topic=form.cleaned_data["topic"],
            user=signed_in_user(request),
            now=timezone.now(),
        )
    except ConvocaError as error:
        form.add_error(None, error.user_message())
        return _change_page(request, session, form, status=409)
    messages.success(request, _tell_change(done))
    return redirect(session_url(session))


def _change_page(
    request: HttpRequest, session: Session, form: SessionForm, status: int = 200
) -> HttpResponse:
    context = {"cycle": session.cycle, "session": session, "form": form}
    return render(request, "meetings/change.html", context, status=status)


def _tell_change(done: Change) -> str:
    said = [_("Cambio guardado.")]
    if done.told:
        said.append(
            ngettext(
                "Se avisa a %(n)s persona, con su calendario al día.",
                "Se avisa a %(n)s personas, con su calendario al día.",
                done.told,
            )
            % {"n": done.told}
        )
    if done.happens_twice:
        said.append(_("Ese día se atrasa el reloj y esa hora ocurre dos veces: es la primera."))
    return " ".join(said)


@require_POST
def undo(request: HttpRequest, cycle_id: int, number: int) -> HttpResponse:
    """Take back the letters of a mass act that still wait."""
    session = open_session(request, cycle_id, number)
    batch = read_batch(request.POST.get("tanda", ""))
    try:
        undone = undo_mailing(session=session, batch=batch or timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        text = ngettext("%(n)s correo no saldrá.", "%(n)s correos no saldrán.", undone)
        messages.success(request, text % {"n": undone})
    return redirect(session_url(session))
