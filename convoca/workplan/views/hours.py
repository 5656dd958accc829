"""One hour of the week: who can, who is left out, what other clocks show."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import may, signed_in_user
from convoca.foundation.errors import NotFoundError
from convoca.workplan.core.problem.grid import HOURS, WORKDAYS
from convoca.workplan.core.result.series import SMALLEST_GROUP
from convoca.workplan.forms.choosing import PeopleForm
from convoca.workplan.queries import availability_rows, is_open
from convoca.workplan.queries.heat import clock_mondays, hour_view
from convoca.workplan.queries.leaders import leaders_of
from convoca.workplan.queries.other_clocks import other_clocks
from convoca.workplan.queries.pool import clock_of
from convoca.workplan.queries.words import DAY_NAMES

PAGE_SIZE = 25


@require_safe
def hour(request: HttpRequest, cycle_id: int, weekday: int, hour: int) -> HttpResponse:
    """Show what everybody said of one hour; names only to who may call people."""
    cycle = get_visible_cycle(request.user, cycle_id)
    if weekday not in range(WORKDAYS) or hour not in HOURS:
        raise NotFoundError(hour)
    rows = availability_rows(cycle)
    form = PeopleForm(request.GET, rows, mondays=clock_mondays(cycle, rows))
    view = hour_view(cycle, rows, form.chosen, place=(weekday, hour), monday=form.monday)
    leaders = leaders_of(cycle.community)
    context = {
        "cycle": cycle,
        "when": f"{DAY_NAMES[weekday]} {hour}:00".capitalize(),
        "zone": clock_of(cycle.community.association),
        "form": form,
        "view": view,
        "smallest": SMALLEST_GROUP,
        "clocks": other_clocks(cycle, form.chosen, weekday=weekday, hour=hour),
        "experts": leaders.free_experts(weekday, hour),
        "leaders": leaders,
        "has_facilitator": leaders.has_facilitator(weekday, hour),
        "page": Paginator(view.left_out, PAGE_SIZE).get_page(request.GET.get("page")),
        "is_open": is_open(cycle),
        "may_enter": may(signed_in_user(request), "interview", cycle.community),
    }
    return render(request, "workplan/hour.html", context)
