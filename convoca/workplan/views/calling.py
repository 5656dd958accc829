"""The list of those to be called because they have not said when they can."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.ui.downloads import answer_sheet
from convoca.workplan.forms.choosing import PeopleForm
from convoca.workplan.queries import AvailabilityRow, availability_rows, calling_sheet, is_open
from convoca.workplan.services import find_asking
from convoca.workplan.services.asking import Asking

EVERYBODY = "todas"
"""The value of `quienes` in the address that lists all who are missing."""


@require_safe
def calls(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show whom to call, to be read on the screen or printed."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    form, asking = _asked(request, cycle)
    shows_all = request.GET.get("quienes") == EVERYBODY
    context = {
        "cycle": cycle,
        "form": form,
        "rows": _listed(form, asking, shows_all=shows_all),
        "shows_all": shows_all,
        "count_unreached": len(asking.to_call),
        "count_all": len(_listed(form, asking, shows_all=True)),
        "in_peace": len(asking.in_peace),
        "is_open": is_open(cycle),
    }
    return render(request, "workplan/calls.html", context)


@require_safe
def calls_file(request: HttpRequest, cycle_id: int, ending: str) -> HttpResponse:
    """Give the same list as a file."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    form, asking = _asked(request, cycle)
    rows = _listed(form, asking, shows_all=request.GET.get("quienes") == EVERYBODY)
    today = timezone.localdate()
    return answer_sheet(calling_sheet(rows), of=cycle.community.name, on=today, ending=ending)


def _asked(request: HttpRequest, cycle: Cycle) -> tuple[PeopleForm, Asking]:
    form = PeopleForm(request.GET, availability_rows(cycle))
    return form, find_asking(cycle, form.chosen, now=timezone.now())


def _listed(form: PeopleForm, asking: Asking, *, shows_all: bool) -> Sequence[AvailabilityRow]:
    """Return those whom no channel reaches, or all who are missing; none who wants peace."""
    if not shows_all:
        return asking.to_call
    spared = {row.invitation.pk for row in asking.in_peace}
    missing = [row for row in form.chosen if not row.has_answered]
    return [row for row in missing if row.invitation.pk not in spared]
