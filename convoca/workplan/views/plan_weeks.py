"""The weeks in which the sessions of a cycle may be: the room that a plan has."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import ConvocaError
from convoca.workplan.forms.plan_weeks import PlanWeeksForm
from convoca.workplan.services import change_weeks


@require_http_methods(["GET", "HEAD", "POST"])
def weeks(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Ask for the first day and the number of weeks; plans worked out stay as they are."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    now = {"plan_from": cycle.plan_from, "plan_weeks": cycle.plan_weeks}
    data = request.POST if request.method == "POST" else None
    form = PlanWeeksForm(data, initial=now)
    if form.is_valid():
        try:
            change_weeks(cycle=cycle, user=signed_in_user(request), **form.cleaned_data)
        except ConvocaError as error:
            messages.error(request, error.user_message())
        else:
            messages.success(request, _("Semanas guardadas. Calcule otra vez para usarlas."))
        return redirect("workplan:plan", cycle.pk)
    status = 422 if form.is_bound else 200
    context = {"cycle": cycle, "form": form}
    return render(request, "workplan/plan_weeks.html", context, status=status)
