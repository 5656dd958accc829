"""Moving one session: what is proposed, what a place would do, the move, and its undoing."""

from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import ConvocaError
from convoca.meetings.errors import SessionStateError, WallTimeError
from convoca.meetings.forms import MoveForm, PlaceForm
from convoca.meetings.models import Session
from convoca.meetings.queries import list_accepted, list_zone_readings
from convoca.meetings.queries.places import workbench_of
from convoca.meetings.queries.sessions import ZoneReading
from convoca.meetings.services import move_session, undo_move
from convoca.meetings.services.locks import COMING
from convoca.meetings.services.schedule import instant_of
from convoca.meetings.views.opening import (
    open_session,
    read_batch,
    session_url,
    tell_saved,
    undo_address,
)
from convoca.ui.answers import HtmxHttpRequest
from convoca.workplan.queries.availability import AvailabilityRow
from convoca.workplan.queries.moving import Proposal, Workbench

PAGE = "meetings/move.html"
PROPOSED = 5


@dataclass(frozen=True)
class Trial:
    """One place that is looked at, its instant, how it reads elsewhere, and who cannot."""

    place: Proposal
    at: datetime
    zones: list[ZoneReading]
    absent: list[AvailabilityRow]


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HtmxHttpRequest, cycle_id: int, number: int) -> HttpResponse:
    """Show where a session may go; a day and an hour in the address are looked at closely."""
    session = open_session(request, cycle_id, number)
    if session.state not in COMING:
        error = SessionStateError(session.get_state_display())
        messages.error(request, error.user_message())
        return redirect(session_url(session))
    if request.method == "POST":
        return _move(request, session)
    asked = "dia" in request.GET
    form = PlaceForm(request.GET) if asked else PlaceForm(initial=_values(session.wall_start))
    status = 422 if asked and not form.is_valid() else 200
    return _page(request, session, form, status=status)


def _move(request: HtmxHttpRequest, session: Session) -> HttpResponse:
    form, now = MoveForm(request.POST), timezone.now()
    if not form.is_valid():
        return _page(request, session, form, wish=form, status=422)
    try:
        done = move_session(session=session, wish=form.wish, user=signed_in_user(request), now=now)
    except ConvocaError as error:
        form.add_error(None, error.user_message())
        session.refresh_from_db(fields=["wall_start", "starts_at"])
        return _page(request, session, form, wish=form, status=409)
    messages.success(request, tell_saved(done.told, happens_twice=done.happens_twice))
    return redirect(undo_address(done.session, now, kind="movida"))


@require_POST
def undo(request: HtmxHttpRequest, cycle_id: int, number: int) -> HttpResponse:
    """Put a session back where it was, while the letters about its move wait."""
    session = open_session(request, cycle_id, number)
    batch = read_batch(request.POST.get("movida", "")) or timezone.now()
    user = signed_in_user(request)
    try:
        undo_move(session=session, batch=batch, user=user, now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        messages.success(request, _("La sesión volvió a su hora de antes."))
    return redirect(session_url(session))


def _page(
    request: HtmxHttpRequest,
    session: Session,
    form: PlaceForm,
    *,
    wish: MoveForm | None = None,
    status: int = 200,
) -> HttpResponse:
    bench = workbench_of(session, now=timezone.now())
    context: dict[str, object] = {"cycle": session.cycle, "session": session, "form": form}
    if form.is_bound:
        context |= _trial(session, bench, form, wish)
    if request.htmx:
        return render(request, f"{PAGE}#trial", context, status=status)
    context |= _week(request, session, bench)
    context["proposals"] = [_trial_of(session, one) for one in bench.proposals(PROPOSED)]
    return render(request, PAGE, context, status=status)


def _trial(
    session: Session, bench: Workbench, form: PlaceForm, wish: MoveForm | None
) -> dict[str, object]:
    """Return the place that is looked at, if there is such a moment, with the form to go there."""
    if not {"dia", "hora"} <= form.cleaned_data.keys():
        return {}
    try:
        trial = _trial_of(session, bench.preview(form.start), bench)
    except WallTimeError as error:
        form.add_error(None, error.user_message())
        return {}
    values = {**_values(f"{form.start:%Y-%m-%dT%H:%M}"), "desde": session.wall_start}
    return {"trial": trial, "wish": wish or MoveForm(initial=values)}


def _trial_of(session: Session, place: Proposal, bench: Workbench | None = None) -> Trial:
    there = copy(session)
    there.starts_at = instant_of(f"{place.start:%Y-%m-%dT%H:%M}", session.zone).at
    if bench is None:
        return Trial(place, there.starts_at, [], [])
    zones = list_zone_readings(there, list_accepted(session.cycle))
    return Trial(place, there.starts_at, zones, bench.who_cannot(place.start))


def _week(request: HtmxHttpRequest, session: Session, bench: Workbench) -> dict[str, object]:
    """Return the week that is shown: the one asked for, or that of the session, in the plan."""
    wanted = _read_day(request.GET.get("semana") or request.GET.get("dia") or "")
    day = wanted or datetime.fromisoformat(session.wall_start).date()
    monday = min(max(day - timedelta(days=day.weekday()), bench.first_day), bench.last_monday)
    rows = bench.week(monday)
    return {
        "rows": rows,
        "days": [cell.start.date() for cell in rows[0]],
        "monday": monday,
        "week_before": monday - timedelta(weeks=1) if monday > bench.first_day else None,
        "week_after": monday + timedelta(weeks=1) if monday < bench.last_monday else None,
    }


def _values(wall: str) -> dict[str, str]:
    on, _mark, at = wall.partition("T")
    return {"dia": on, "hora": at}


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
