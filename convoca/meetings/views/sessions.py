"""The timeline of a cycle, the page of a session, and its changes."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import may, signed_in_user
from convoca.foundation.errors import ConvocaError
from convoca.foundation.numbers import read_id
from convoca.meetings.forms import SessionForm
from convoca.meetings.models import Session
from convoca.meetings.queries import list_sessions, read_overview
from convoca.meetings.queries.places import latest_move
from convoca.meetings.queries.sessions import SessionLine
from convoca.meetings.services import (
    UNDO_TIME,
    change_session,
    schedule_sessions,
    undo_mailing,
)
from convoca.meetings.services.schedule import instant_of
from convoca.meetings.views.opening import (
    open_session,
    read_batch,
    read_undoable,
    session_url,
    tell_saved,
)
from convoca.workplan.queries import confirmed_plan, get_plan

OPEN = {Session.State.PLANNED, Session.State.ANNOUNCED}


@require_safe
def timeline(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show the sessions of a cycle; before there are any, the way to make them."""
    cycle = get_visible_cycle(request.user, cycle_id)
    lines = list_sessions(cycle)
    held = sum(line.session.state == Session.State.HELD for line in lines)
    plan = None if lines else confirmed_plan(cycle)
    may_coordinate = may(signed_in_user(request), "coordinate", cycle.community)
    now = timezone.now()
    context = {
        "cycle": cycle,
        "lines": lines,
        "held": held,
        "plan": plan,
        "may_coordinate": may_coordinate,
        "may_replan": may_coordinate and any(line.session.state in OPEN for line in lines),
        "untold": may_coordinate and count_planned(lines, now),
        "batch": read_undoable(request, now),
    }
    return render(request, "meetings/sessions.html", context)


def count_planned(lines: list[SessionLine], now: datetime) -> int:
    """Count the sessions to come that nobody was told of."""
    planned = [line.session for line in lines if line.session.state == Session.State.PLANNED]
    return sum(session.starts_at > now for session in planned)


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
    context = {
        "cycle": session.cycle,
        "session": session,
        "overview": overview,
        "has_begun": overview.has_begun(now),
        "is_open": session.state in OPEN,
        "batch": read_undoable(request, now),
        **_just_moved(request, session, now),
        "moves": session.moves.filter(undone_at=None).select_related("by"),
        "may_coordinate": may(signed_in_user(request), "coordinate", session.cycle.community),
    }
    return render(request, "meetings/session.html", context)


def _just_moved(request: HttpRequest, session: Session, now: datetime) -> dict[str, object]:
    """Return the move that may still be undone, when this page follows it."""
    batch, move = read_batch(request.GET.get("movida", "")), latest_move(session)
    if move is None or move.at != batch or now >= move.at + UNDO_TIME:
        return {}
    before = instant_of(move.from_wall, session.zone).at
    return {"moved": request.GET["movida"], "before": before}


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, cycle_id: int, number: int) -> HttpResponse:
    """Change topic or call; guests who were told are told again."""
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
            topic=form.cleaned_data["topic"],
            user=signed_in_user(request),
            now=timezone.now(),
        )
    except ConvocaError as error:
        form.add_error(None, error.user_message())
        return _change_page(request, session, form, status=409)
    messages.success(request, tell_saved(done.told, happens_twice=False))
    return redirect(session_url(session))


def _change_page(
    request: HttpRequest, session: Session, form: SessionForm, status: int = 200
) -> HttpResponse:
    context = {"cycle": session.cycle, "session": session, "form": form}
    return render(request, "meetings/change.html", context, status=status)


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
