"""Who may lead a session."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import may, signed_in_user
from convoca.workplan.core.grid import YES
from convoca.workplan.forms.experts import ExpertForm
from convoca.workplan.models import Expert
from convoca.workplan.queries import get_expert, list_experts
from convoca.workplan.services import save_expert

GET_POST = ["GET", "HEAD", "POST"]


@require_safe
def overview(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """List the experts of the community."""
    cycle = get_visible_cycle(request.user, cycle_id)
    experts = list_experts(cycle.community)
    context = {
        "cycle": cycle,
        "experts": [(one, one.weekly.count(YES), len(one.weekly)) for one in experts],
        "active": sum(one.is_active for one in experts),
        "may_coordinate": may(signed_in_user(request), "coordinate", cycle.community),
    }
    return render(request, "workplan/experts.html", context)


@require_http_methods(GET_POST)
def add(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Add an expert."""
    return _edit(request, get_visible_cycle(request.user, cycle_id, "coordinate"), None)


@require_http_methods(GET_POST)
def edit(request: HttpRequest, cycle_id: int, expert_id: int) -> HttpResponse:
    """Change what is known of an expert."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    return _edit(request, cycle, get_expert(cycle.community, expert_id))


def _edit(request: HttpRequest, cycle: Cycle, expert: Expert | None) -> HttpResponse:
    community = cycle.community
    form = ExpertForm(request.POST or None, community=community, expert=expert)
    if request.method == "POST" and form.is_valid():
        kept = save_expert(community=community, expert=expert, given=form.given)
        said = _("Quedó guardado: %(name)s. Vale para el próximo cálculo de fechas.")
        messages.success(request, said % {"name": kept.name})
        return redirect("workplan:experts", cycle.pk)
    context = {"cycle": cycle, "expert": expert, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "workplan/expert.html", context, status=status)
