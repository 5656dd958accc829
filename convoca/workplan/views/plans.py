"""The dates of a cycle: asked for, worked out, compared, and then confirmed in `meetings`."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from convoca.agenda.queries import confirmed_topics
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import may, signed_in_user
from convoca.foundation.errors import ConvocaError
from convoca.foundation.numbers import read_id
from convoca.foundation.works import latest_work
from convoca.ui.charts import Heat
from convoca.workplan.core.model import Weights
from convoca.workplan.models import Plan
from convoca.workplan.queries import (
    availability_rows,
    count_answers_since,
    default_weights,
    get_plan,
    heat_map,
    latest_plans,
    plan_in_hand,
)
from convoca.workplan.queries.plan_page import PlanPage
from convoca.workplan.queries.plans import has_weights
from convoca.workplan.services import PLAN_SOLVING, cancel_plan, request_plan
from convoca.workplan.views.availability import heat_picture

REACH, ATTENDANCE = "reach", "attendance"
MOST_ATTENDANCE = Weights(attendance=3, reach=1, region=1)


@dataclass(frozen=True)
class Way:
    """One of the two ways to choose, with its latest plan if it was worked out.

    is_same says that it is not the one shown and has the same dates. absence says why there
    is no page, where it was tried in vain or is not tried any more.
    """

    name: str
    title: str
    page: PlanPage | None
    is_shown: bool = False
    is_same: bool = False
    absence: str = ""


@require_safe
def plan(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show the latest plan, or the one asked for, or how to get one."""
    cycle = get_visible_cycle(request.user, cycle_id)
    waiting = plan_in_hand(cycle)
    context: dict[str, object] = {
        "cycle": cycle,
        "may_coordinate": may(signed_in_user(request), "coordinate", cycle.community),
    }
    plans = latest_plans(cycle)
    asked = read_id(request.GET.get("plan"))
    if asked:
        shown: Plan | None = get_plan(cycle, asked)
    else:
        shown = _main_plan(plans)
    if waiting is not None or shown is None:
        context |= _beginning(cycle) | _in_hand(waiting)
        return render(request, "workplan/plan.html", context)
    return render(request, "workplan/plan.html", {**context, **_worked_out(cycle, shown, plans)})


@require_safe
def progress(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Answer the page that waits: still in hand, or read it again."""
    cycle = get_visible_cycle(request.user, cycle_id)
    waiting = plan_in_hand(cycle)
    if waiting is None:
        return HttpResponseClientRefresh()
    may_coordinate = may(signed_in_user(request), "coordinate", cycle.community)
    context = {"cycle": cycle, "may_coordinate": may_coordinate, **_in_hand(waiting)}
    return render(request, "workplan/plan.html#waiting", context)


@require_POST
def compute(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Ask for the dates with one of the two ways to weigh."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    weights = _weights(cycle)[request.POST.get("way") == ATTENDANCE]
    try:
        request_plan(cycle=cycle, weights=weights, user=signed_in_user(request), now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    return redirect("workplan:plan", cycle.pk)


@require_POST
def cancel(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Stop computing the dates; what was there before is shown again."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    if cancel_plan(cycle=cycle, now=timezone.now()):
        messages.success(request, _("El cálculo se canceló; nada cambió."))
    else:
        messages.info(request, _("El cálculo ya había terminado."))
    return redirect("workplan:plan", cycle.pk)


def _main_plan(plans: list[Plan]) -> Plan | None:
    """Return the confirmed plan, or else the newest."""
    standing = (one for one in plans if one.state == Plan.State.CONFIRMED)
    return next(standing, plans[0] if plans else None)


def _in_hand(waiting: Plan | None) -> dict[str, object]:
    """Return the plan that is computed, and how far its work is."""
    work = latest_work(PLAN_SOLVING, waiting.pk) if waiting else None
    return {"waiting": waiting, "work": work}


def _beginning(cycle: Cycle) -> dict[str, object]:
    rows = availability_rows(cycle)
    return {
        "has_agenda": bool(confirmed_topics(cycle)),
        "answered": sum(row.has_answered for row in rows),
        "known": sum(row.is_known for row in rows),
        "accepted": len(rows),
    }


def _worked_out(cycle: Cycle, shown: Plan, plans: list[Plan]) -> dict[str, object]:
    is_settled = any(one.state == Plan.State.CONFIRMED for one in plans)
    common = {
        "plan": shown,
        "is_confirmed": shown.state == Plan.State.CONFIRMED,
        "is_settled": is_settled,
        "newer_answers": count_answers_since(shown),
        "ways": _ways(cycle, shown, plans, is_settled=is_settled),
    }
    if not shown.result.get("sessions"):
        return {**common, "reasons": shown.message}
    page = PlanPage(shown)
    return {**common, "page": page, "heat": _heat(cycle, page)}


def _heat(cycle: Cycle, page: PlanPage) -> Heat | None:
    heat = heat_map(cycle)
    return heat_picture(cycle, heat, page.framed()) if heat.is_shown else None


def _ways(cycle: Cycle, shown: Plan, plans: list[Plan], *, is_settled: bool) -> list[Way]:
    """Return both ways; the plan shown is of one of them, whatever the weights are by now."""
    titles = [_("Que casi todos vengan varias veces"), _("Más asistencia en total")]
    of_shown = ATTENDANCE if has_weights(shown, MOST_ATTENDANCE) else REACH
    ways = []
    for name, title, weights in zip((REACH, ATTENDANCE), titles, _weights(cycle), strict=True):
        latest = next((one for one in plans if has_weights(one, weights)), None)
        found = shown if name == of_shown else latest
        ways.append(_way(name, title, found, shown, is_settled=is_settled))
    return ways


def _way(name: str, title: str, found: Plan | None, shown: Plan, *, is_settled: bool) -> Way:
    if found is None:
        absence = _("Las fechas se confirmaron sin calcular esta manera.") if is_settled else ""
        return Way(name, title, None, absence=absence)
    if not found.result.get("sessions"):
        return Way(name, title, None, absence=_("Se calculó, y no hubo fechas posibles."))
    page, is_shown = PlanPage(found), found.pk == shown.pk
    is_same = not is_shown and page.dates == PlanPage(shown).dates
    return Way(name, title, page, is_shown=is_shown, is_same=is_same)


def _weights(cycle: Cycle) -> tuple[Weights, Weights]:
    """Return the weights of the community, and those for most attendance."""
    return default_weights(cycle.community), MOST_ATTENDANCE
