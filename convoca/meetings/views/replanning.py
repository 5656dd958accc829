"""Planning the sessions that are still to come again: what stays, what would change, the change."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import ConvocaError
from convoca.foundation.numbers import read_id
from convoca.foundation.works import latest_work
from convoca.meetings.models import Session
from convoca.meetings.queries.places import settled_numbers
from convoca.meetings.queries.replanning import new_dates
from convoca.meetings.services import confirm_new_dates, replan_sessions
from convoca.workplan.models import Plan
from convoca.workplan.queries import confirmed_plan, get_plan
from convoca.workplan.queries.replanning import latest_replan
from convoca.workplan.services import PLAN_SOLVING, cancel_plan

PAGE = "meetings/replan.html"


@require_http_methods(["GET", "HEAD", "POST"])
def replan(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show what stays and what would change; asked, begin to compute."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    if request.method != "POST":
        return render(request, PAGE, _context(cycle))
    kept = [read_id(number) for number in request.POST.getlist("queda")]
    user, now = signed_in_user(request), timezone.now()
    try:
        replan_sessions(cycle=cycle, kept=kept, user=user, now=now)
    except ConvocaError as error:
        messages.error(request, error.user_message())
        return render(request, PAGE, {**_context(cycle), "kept": set(kept)}, status=409)
    return redirect("meetings:replan", cycle.pk)


@require_POST
def confirm(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Let the new dates stand."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    plan = get_plan(cycle, read_id(request.POST.get("plan")))
    try:
        done = confirm_new_dates(plan=plan, user=signed_in_user(request), now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
        return redirect("meetings:replan", cycle.pk)
    text = ngettext(
        "%(n)s sesión cambió de fecha.", "%(n)s sesiones cambiaron de fecha.", len(done.moved)
    )
    said = [text % {"n": len(done.moved)}]
    if done.told:
        said.append(_("Avisos en camino: %(n)s.") % {"n": done.told})
    messages.success(request, " ".join(said))
    return redirect("meetings:sessions", cycle.pk)


@require_POST
def cancel(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Stop computing; the dates stay as they are."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    cancel_plan(cycle=cycle, now=timezone.now())
    messages.success(request, _("El cálculo se canceló; las fechas siguen como estaban."))
    return redirect("meetings:replan", cycle.pk)


def _context(cycle: Cycle) -> dict[str, object]:
    now = timezone.now()
    sessions = Session.objects.filter(cycle=cycle).exclude(state=Session.State.CANCELLED)
    settled = settled_numbers(cycle, now=now)
    plan = latest_replan(cycle)
    is_waiting = plan is not None and plan.state == Plan.State.QUEUED
    announced = {one.number for one in sessions if one.state == Session.State.ANNOUNCED}
    return {
        "cycle": cycle,
        "sessions": sessions,
        "settled": settled,
        "kept": settled | announced,
        "has_plan": confirmed_plan(cycle) is not None,
        "plan": plan,
        "is_waiting": is_waiting,
        "work": latest_work(PLAN_SOLVING, plan.pk) if plan and is_waiting else None,
        "lines": new_dates(plan, sessions) if plan and not is_waiting else [],
    }
