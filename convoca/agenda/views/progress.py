"""How far the interviews have come."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convoca.agenda.queries.progress import effects_of, progress_page, saturation_of
from convoca.agenda.views.saturation import draw_saturation
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import may, signed_in_user


@require_safe
def progress(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show who is done and missing, what is still new, and, to who coordinates, who asked."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    counted = progress_page(cycle)
    context: dict[str, object] = {
        "cycle": cycle,
        "whole": counted.whole,
        "tables": [
            (_("Por región"), _("Región"), counted.regions, True),
            (_("Por tipo de comuna"), _("Tipo"), counted.settlements, True),
            (_("Por quién entrevista"), _("Persona"), counted.interviewers, False),
        ],
        "saturation": draw_saturation(saturation_of(cycle)),
    }
    if may(signed_in_user(request), "coordinate", cycle.community):
        context["effects"] = effects_of(cycle)
    return render(request, "agenda/progress.html", context)
