"""Codes by kind of municipality, and the framework: interviews by theme."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from convoca.agenda.core.rule.ballots import SMALLEST_GROUP
from convoca.agenda.queries.guides import list_themes
from convoca.agenda.queries.tables import (
    code_sheet,
    code_table,
    framework,
    framework_choices,
    framework_sheet,
    urgency_agreement,
)
from convoca.agenda.views.agreement_words import measure_in_words
from convoca.cycles.queries import get_visible_cycle
from convoca.foundation.numbers import read_id
from convoca.ui.downloads import WRITERS, answer_sheet

A_PAGE = 20


@require_safe
def codes(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show or give away how many speak of each code, by kind of municipality."""
    cycle = get_visible_cycle(request.user, cycle_id, "code")
    ending = request.GET.get("format", "")
    if ending in WRITERS:
        return answer_sheet(
            code_sheet(cycle), of=str(cycle.community), on=timezone.localdate(), ending=ending
        )
    context = {
        "cycle": cycle,
        "table": code_table(cycle),
        "smallest": SMALLEST_GROUP,
        "urgency": measure_in_words(urgency_agreement(cycle)),
    }
    return render(request, "agenda/code_table.html", context)


@require_safe
def framework_page(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show or give away what each interview says of each theme, under a number, not a name."""
    cycle = get_visible_cycle(request.user, cycle_id, "code")
    kind, region = request.GET.get("kind", ""), read_id(request.GET.get("region"))
    theme = read_id(request.GET.get("theme"))
    found = framework(cycle, kind=kind, region=region, theme=theme)
    if request.GET.get("format") == "xlsx":
        return answer_sheet(
            framework_sheet(found), of=str(cycle.community), on=timezone.localdate(), ending="xlsx"
        )
    page = Paginator(found.interviews, A_PAGE).get_page(request.GET.get("page"))
    kinds, regions = framework_choices(cycle)
    context = {
        "cycle": cycle,
        "framework": found,
        "page": page,
        "rows": found.rows(list(page)),
        "kinds": kinds,
        "regions": regions,
        "themes": list_themes(cycle.community),
        "kind": kind,
        "region": region,
        "theme": theme,
    }
    return render(request, "agenda/framework.html", context)
