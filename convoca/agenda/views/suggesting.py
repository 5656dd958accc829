"""How well codes are proposed, and proposing anew."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from convoca.agenda.core.coding.suggesting.hit_rate import Hits
from convoca.agenda.queries.suggestions import hit_rate_of, missing_to_begin, progress_in
from convoca.agenda.queries.training import last_training
from convoca.agenda.services.suggesting import SUGGESTING, ask_for_suggestions
from convoca.convening.core.proportion import Proportion
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.models import User
from convoca.foundation.works import latest_work

Line = tuple[str, Proportion, int, int]
"""A name, how many of how many, and the ends of its interval in per cent."""


@require_safe
def suggesting(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show how often the proposals were chosen, beside the most used code, and what was learnt."""
    cycle = get_visible_cycle(request.user, cycle_id, "code")
    rate, progress = hit_rate_of(cycle), progress_in(cycle)
    sway = rate.sway
    context = {
        "cycle": cycle,
        "progress": progress,
        "missing": missing_to_begin(progress),
        "training": last_training(cycle),
        "work": latest_work(SUGGESTING, cycle.pk),
        "hits": rate.all,
        "lines": _lines(rate.all) if rate.all.first.whole else [],
        "shown": with_interval("", rate.shown.first),
        "blind": with_interval("", rate.blind.first),
        "sway": None if sway is None else (round(100 * sway.low), round(100 * sway.high)),
        "is_swayed": sway is not None and sway.excludes_zero,
    }
    return render(request, "agenda/suggesting.html", context)


@require_POST
def suggest_now(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Ask the worker to learn anew."""
    cycle = get_visible_cycle(request.user, cycle_id, "code")
    ask_for_suggestions(cycle=cycle, user=cast("User", request.user), now=timezone.now())
    return redirect("agenda:suggesting", cycle.pk)


def _lines(hits: Hits) -> list[Line]:
    return [
        with_interval("first", hits.first),
        with_interval("three", hits.three),
        with_interval("usual", hits.usual),
    ]


def with_interval(name: str, counted: Proportion) -> Line:
    """Return a share with the ends of its interval."""
    ends = counted.interval
    return name, counted, round(100 * ends.low), round(100 * ends.high)
