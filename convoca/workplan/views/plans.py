"""The dates of a cycle: asked for, worked out, and then confirmed in `meetings`."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from convoca.agenda.queries import confirmed_topics
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import may, signed_in_user
from convoca.foundation.errors import ConvocaError
from convoca.foundation.numbers import read_id
from convoca.foundation.works import latest_work
from convoca.ui.charts import Heat
from convoca.workplan.core.problem.model import Weights
from convoca.workplan.core.search.nearing import read_progress
from convoca.workplan.forms.weights import WeightsForm
from convoca.workplan.models import Plan
from convoca.workplan.queries import (
    availability_rows,
    count_answers_since,
    get_plan,
    list_plans,
    plan_in_hand,
)
from convoca.workplan.queries.plan_page import PlanPage
from convoca.workplan.queries.ways import way_fields
from convoca.workplan.services import PLAN_SOLVING, cancel_plan, request_plan
from convoca.workplan.views.heat_picture import heat_picture
from convoca.workplan.views.plan_compare import plan_title
from convoca.workplan.views.plan_pictures import (
    draw_answers,
    draw_nearing,
    draw_regions,
    draw_series,
)


@dataclass(frozen=True)
class PlanLine:
    """One worked-out plan in the list; is_same says that another has the dates of the one shown."""

    page: PlanPage
    title: str
    is_shown: bool
    is_same: bool


@require_safe
def plan(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show the plan that stands, the latest or the one asked for; or how to get one."""
    cycle = get_visible_cycle(request.user, cycle_id)
    plans = list_plans(cycle)
    asked = read_id(request.GET.get("plan"))
    shown = get_plan(cycle, asked) if asked else next(iter(plans), None)
    context = _frame(request, cycle) | _in_hand(cycle)
    context |= _worked_out(cycle, shown, plans) if shown else _beginning(cycle)
    return render(request, "workplan/plan.html", context)


@require_safe
def progress(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Answer the page that waits: still in hand, or read it again."""
    cycle = get_visible_cycle(request.user, cycle_id)
    waiting = _in_hand(cycle)
    if waiting["waiting"] is None:
        return HttpResponseClientRefresh()
    return render(request, "workplan/plan_waiting.html", _frame(request, cycle) | waiting)


@require_http_methods(["GET", "HEAD", "POST"])
def compute(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Choose how to weigh, and ask for the dates."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    data = request.POST if request.method == "POST" else None
    form = WeightsForm(data, community=cycle.community)
    if form.is_valid():
        _ask(request, cycle, form.weights())
        return redirect("workplan:plan", cycle.pk)
    context = _frame(request, cycle) | {"form": form}
    status = 422 if form.is_bound else 200
    return render(request, "workplan/plan_weigh.html", context, status=status)


@require_POST
def cancel(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Stop computing the dates; what was there before is shown again."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    if cancel_plan(cycle=cycle, now=timezone.now()):
        messages.success(request, _("El cálculo se canceló; nada cambió."))
    else:
        messages.info(request, _("El cálculo ya había terminado."))
    return redirect("workplan:plan", cycle.pk)


def _ask(request: HttpRequest, cycle: Cycle, weights: Weights) -> None:
    """Ask for the dates; say why not, or that somebody else's are being computed."""
    user = signed_in_user(request)
    try:
        asked = request_plan(cycle=cycle, weights=weights, user=user, now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
        return
    if Weights(**asked.problem["weights"]) != weights:
        said = _("Ya se calcula un plan con otros pesos. Espere a que termine y calcule el suyo.")
        messages.info(request, said)


def _frame(request: HttpRequest, cycle: Cycle) -> dict[str, object]:
    may_coordinate = may(signed_in_user(request), "coordinate", cycle.community)
    return {"cycle": cycle, "may_coordinate": may_coordinate}


def _in_hand(cycle: Cycle) -> dict[str, object]:
    """Return the plan that is computed, if any, and how far its work is."""
    waiting = plan_in_hand(cycle)
    if waiting is None:
        return {"waiting": None}
    nearing = draw_nearing(read_progress(waiting.result.get("progress", ())))
    return {
        "waiting": waiting,
        "work": latest_work(PLAN_SOLVING, waiting.pk),
        "nearing": nearing,
    }


def _beginning(cycle: Cycle) -> dict[str, object]:
    rows = availability_rows(cycle)
    return {
        "has_agenda": bool(confirmed_topics(cycle)),
        "answered": sum(row.has_answered for row in rows),
        "known": sum(row.is_known for row in rows),
        "accepted": len(rows),
    }


def _worked_out(cycle: Cycle, shown: Plan, plans: list[Plan]) -> dict[str, object]:
    page = PlanPage(shown)
    common = {
        "plan": shown,
        "title": plan_title(cycle, shown),
        "is_confirmed": shown.state == Plan.State.CONFIRMED,
        "is_settled": any(one.state == Plan.State.CONFIRMED for one in plans),
        "newer_answers": count_answers_since(shown),
        "again": way_fields(cycle.community, shown.problem["weights"]),
        "lines": [_line(cycle, one, page) for one in plans],
    }
    if not page.has_dates:
        return {**common, "failed": page}
    return {
        **common,
        "page": page,
        "series": draw_series(page.starts, page.closed_days),
        "answers": draw_answers(page.cards),
        "regions": draw_regions(page),
        "heat": _heat(cycle, page),
    }


def _line(cycle: Cycle, plan: Plan, shown: PlanPage) -> PlanLine:
    page, is_shown = PlanPage(plan), plan.pk == shown.plan.pk
    is_same = page.has_dates and not is_shown and page.dates == shown.dates
    return PlanLine(page, plan_title(cycle, plan), is_shown, is_same)


def _heat(cycle: Cycle, page: PlanPage) -> Heat | None:
    return heat_picture(cycle, page.heat, page.framed()) if page.heat.is_shown else None
