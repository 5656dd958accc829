"""The page of a cycle: where it is, what is missing, and the way on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from convoca.cycles.core.stages import Stage
from convoca.cycles.errors import GateShutError, ReasonMissingError
from convoca.cycles.queries import get_visible_cycle
from convoca.desk.forms.communities import AdvanceForm
from convoca.desk.queries.cycles import cycle_page
from convoca.desk.services import pass_gate
from convoca.directory.queries import may, signed_in_user


def cycle(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show a cycle: its gates, its figures, its history."""
    found = get_visible_cycle(request.user, cycle_id)
    context = {
        "cycle": found,
        "page": cycle_page(found),
        "form": AdvanceForm(initial={"stage": found.stage}),
        "may_coordinate": may(signed_in_user(request), "coordinate", found.community),
    }
    return render(request, "desk/cycle.html", context)


@require_POST
def advance(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Pass the gate of the stage that the coordinator saw."""
    found = get_visible_cycle(request.user, cycle_id, "coordinate")
    form = AdvanceForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        moved = pass_gate(
            cycle=found,
            from_stage=request.POST.get("stage", ""),
            user=signed_in_user(request),
            now=timezone.now(),
            reason=reason,
        )
    except (GateShutError, ReasonMissingError) as error:
        context = {
            "cycle": found,
            "page": cycle_page(found),
            "form": form,
            "error": error.user_message(),
            "may_coordinate": True,
        }
        return render(request, "desk/cycle.html", context, status=409)
    if moved.stage == Stage.CLOSED:
        messages.success(request, _("El ciclo está cerrado. Sus cifras quedan aquí."))
    return redirect("desk:cycle", moved.pk)
