"""Who may lead a session: those of a cycle's community, and one alone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from convoca.cycles.queries import get_visible_cycle
from convoca.directory.models import Community, User
from convoca.directory.queries import (
    coordinates_any,
    list_visible_communities,
    may,
    signed_in_user,
)
from convoca.workplan.core.problem.grid import YES
from convoca.workplan.errors import PoolChangedError
from convoca.workplan.forms.experts import ExpertForm
from convoca.workplan.models import Expert
from convoca.workplan.queries import get_expert, list_experts
from convoca.workplan.queries.pool import clock_of
from convoca.workplan.services import save_expert

GET_POST = ["GET", "HEAD", "POST"]


@require_safe
def overview(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """List the experts of the community, and those of the association who may lead here."""
    cycle = get_visible_cycle(request.user, cycle_id)
    user = signed_in_user(request)
    experts = list_experts(cycle.community)
    context = {
        "cycle": cycle,
        "experts": [(one, one.week.count(YES), len(one.week)) for one in experts],
        "active": sum(one.is_active for one in experts),
        "may_coordinate": may(user, "coordinate", cycle.community),
        "may_share": coordinates_any(user),
    }
    return render(request, "workplan/experts.html", context)


@require_http_methods(GET_POST)
def add(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Add an expert of the community, or of all."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    back = reverse("workplan:experts", args=[cycle.pk])
    return edit_expert(request, None, community=cycle.community, back=back)


@require_http_methods(GET_POST)
def edit(request: HttpRequest, cycle_id: int, expert_id: int) -> HttpResponse:
    """Change what is known of an expert of the community."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    back = reverse("workplan:experts", args=[cycle.pk])
    return edit_expert(request, get_expert(cycle.community, expert_id), back=back)


def edit_expert(
    request: HttpRequest, expert: Expert | None, *, back: str, community: Community | None = None
) -> HttpResponse:
    """Show or keep what is known of an expert; a new one is offered for `community`."""
    user = signed_in_user(request)
    known = request.POST.get("known") or (expert.mark if expert else "")
    given = communities_to_give(user)
    form = ExpertForm(request.POST or None, communities=given, expert=expert, community=community)
    if request.method == "POST" and form.is_valid():
        try:
            kept = save_expert(
                association=user.association,
                expert=expert,
                given=form.given,
                now=timezone.now(),
                known=known,
            )
        except PoolChangedError as error:
            form.add_error(None, error.user_message())
            known = error.mark
        else:
            said = _("Quedó guardado: %(name)s. Vale para el próximo cálculo de fechas.")
            messages.success(request, said % {"name": kept.name})
            return redirect(back)
    context = {"expert": expert, "form": form, "back_url": back, "known": known}
    context["zone"] = clock_of(user.association)
    status = 422 if request.method == "POST" else 200
    return render(request, "workplan/expert.html", context, status=status)


def communities_to_give(user: User) -> list[Community]:
    """List the communities that somebody may give an expert to."""
    return [one for one in list_visible_communities(user) if may(user, "coordinate", one)]
