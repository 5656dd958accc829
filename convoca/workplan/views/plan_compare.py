"""Two plans of a cycle side by side."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import may, signed_in_user
from convoca.foundation.numbers import read_id
from convoca.ui.formats import format_short_day
from convoca.workplan.models import Plan
from convoca.workplan.queries import list_plans
from convoca.workplan.queries.plan_compare import Comparison
from convoca.workplan.queries.plan_page import PlanPage
from convoca.workplan.queries.plan_words import hour_words
from convoca.workplan.queries.ways import way_title
from convoca.workplan.views.plan_pictures import draw_shift

LEAST = 2


@require_safe
def compare(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show what one plan gives that another does not; without a choice, the first two."""
    cycle = get_visible_cycle(request.user, cycle_id)
    pages = {page.plan.pk: page for page in map(PlanPage, list_plans(cycle)) if page.has_dates}
    asked = [read_id(request.GET.get(name)) for name in ("primero", "segundo")]
    chosen = [pages[one] for one in asked if one in pages]
    others = [page for page in pages.values() if page not in chosen]
    chosen = (chosen + others)[:LEAST]
    context: dict[str, object] = {
        "cycle": cycle,
        "may_coordinate": may(signed_in_user(request), "coordinate", cycle.community),
        "choices": [(page.plan.pk, plan_title(cycle, page.plan)) for page in pages.values()],
    }
    if len(chosen) == LEAST:
        first, second = chosen
        titles = (plan_title(cycle, first.plan), plan_title(cycle, second.plan))
        comparison = Comparison(first, second, titles)
        context["comparison"] = comparison
        context["bars"] = draw_shift(comparison.shift, first) if comparison.has_shares else []
    return render(request, "workplan/plan_compare.html", context)


def plan_title(cycle: Cycle, plan: Plan) -> str:
    """Return how a plan is told from others: how it was weighed, and when."""
    title = way_title(cycle.community, plan.problem["weights"])
    asked = timezone.localtime(plan.asked_at, ZoneInfo(cycle.community.association.zone))
    return f"{title} · {format_short_day(asked)}, {hour_words(asked)}"
