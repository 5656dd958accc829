"""The plan of the country: all communities in one run, its result, its calendar."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from convoca.cycles.queries import get_visible_cycle
from convoca.directory.models import User
from convoca.directory.queries import may, signed_in_user
from convoca.foundation.errors import ConvocaError
from convoca.foundation.models import Association
from convoca.foundation.numbers import read_id
from convoca.foundation.works import latest_work
from convoca.workplan.core.result.country import alone_bounds
from convoca.workplan.core.search.nearing import read_progress
from convoca.workplan.models import CountryPlan, Plan
from convoca.workplan.queries.country import (
    count_answers_since,
    country_in_hand,
    get_country_association,
    get_country_plan,
    latest_country_plan,
    parts_without_dates,
    shown_plans,
)
from convoca.workplan.queries.country_calendar import calendar_of
from convoca.workplan.queries.country_page import CountryPage, CountryRow
from convoca.workplan.queries.country_ready import list_candidates
from convoca.workplan.services import (
    COUNTRY_SOLVING,
    cancel_country_plan,
    replan_one,
    request_country_plan,
)
from convoca.workplan.views.plan_pictures import draw_nearing


@require_safe
def country(request: HttpRequest) -> HttpResponse:
    """Show the latest plan of the country, and how the next is coming or who may take part."""
    association = get_country_association(request.user)
    latest = latest_country_plan(association)
    context: dict[str, object] = {"country": latest}
    if latest is not None and latest.state == CountryPlan.State.SOLVED:
        context |= _worked_out(latest, signed_in_user(request))
    waiting = country_in_hand(association)
    if waiting is not None:
        return render(request, "workplan/country.html", context | _in_hand(waiting))
    candidates = list_candidates(association)
    context |= {"candidates": candidates, "ready": any(one.is_ready for one in candidates)}
    return render(request, "workplan/country.html", context)


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """Answer the page that waits: still in hand, or read it again."""
    waiting = country_in_hand(get_country_association(request.user))
    if waiting is None:
        return HttpResponseClientRefresh()
    return render(request, "workplan/country.html#waiting", _in_hand(waiting))


@require_POST
def compute(request: HttpRequest) -> HttpResponse:
    """Ask for the dates of the chosen communities together."""
    association = get_country_association(request.user)
    chosen = {key for one in request.POST.getlist("cycle") if (key := read_id(one))}
    user = signed_in_user(request)
    try:
        request_country_plan(
            association=association, cycle_ids=chosen, user=user, now=timezone.now()
        )
    except ConvocaError as error:
        messages.error(request, error.user_message())
    return redirect("workplan:country")


@require_POST
def cancel(request: HttpRequest) -> HttpResponse:
    """Stop computing; what was there before is shown again."""
    association = get_country_association(request.user)
    if cancel_country_plan(association=association, now=timezone.now()):
        messages.success(request, _("El cálculo se canceló; nada cambió."))
    else:
        messages.info(request, _("El cálculo ya había terminado."))
    return redirect("workplan:country")


@require_POST
def replan(request: HttpRequest, country_id: int, cycle_id: int) -> HttpResponse:
    """Ask for other dates of one community; the rest stand still."""
    association = get_country_association(request.user)
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    found = get_country_plan(association, country_id)
    user = signed_in_user(request)
    try:
        replan_one(country=found, cycle=cycle, user=user, now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        text = _("Se calculan otra vez las fechas de %(name)s; las demás quedan como están.")
        messages.success(request, text % {"name": cycle.community})
    return redirect("workplan:country")


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Show the sessions of all the communities by week, confirmed and proposed."""
    association = get_country_association(request.user)
    latest = _solved(association)
    whole = calendar_of(association, shown_plans(latest) if latest else [])
    communities = sorted({(one.community, one.community_id) for one in whole.entries})
    asked = read_id(request.GET.get("comunidad"))
    chosen = asked if asked in {key for _name, key in communities} else None
    shown = whole.only(chosen)
    context = {
        "calendar": shown,
        "picture": shown.picture() if shown.shown else None,
        "communities": communities,
        "chosen": chosen,
    }
    return render(request, "workplan/country_calendar.html", context)


def _solved(association: Association) -> CountryPlan | None:
    latest = latest_country_plan(association)
    return latest if latest and latest.state == CountryPlan.State.SOLVED else None


def _in_hand(waiting: CountryPlan) -> dict[str, object]:
    """Return the plan that is computed, how far its work is, and how good by now."""
    work = latest_work(COUNTRY_SOLVING, waiting.pk)
    steps = waiting.result.get("progress", [])
    nearing = draw_nearing(read_progress(steps)) if steps else None
    return {"waiting": waiting, "work": work, "nearing": nearing}


def _worked_out(country: CountryPlan, user: User) -> dict[str, object]:
    """Return the result; what sharing costs is said only where nothing changed since."""
    alone, without = alone_bounds(country.result), parts_without_dates(country)
    plans = shown_plans(country)
    rows = [
        CountryRow(
            plan=plan,
            alone=alone.get(plan.cycle.community.name) if _is_first(plan, country) else None,
            again=without.get(plan.cycle_id),
            may_coordinate=may(user, "coordinate", plan.cycle.community),
        )
        for plan in plans
    ]
    return {
        "page": CountryPage(country, rows),
        "newer_answers": count_answers_since(country, plans),
        "calendar": calendar_of(user.association, plans),
    }


def _is_first(plan: Plan, country: CountryPlan) -> bool:
    """Say whether a plan came of the run itself, and was not worked out again later."""
    return plan.solved_at == country.solved_at
