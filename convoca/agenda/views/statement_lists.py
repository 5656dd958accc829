"""Lists of what was said, and the whole interview around a statement."""

from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from convoca.agenda.queries.codebook import codebook, get_code
from convoca.agenda.queries.statements import question_labels
from convoca.agenda.queries.workspace import (
    StatementFilter,
    get_visible_statement,
    interview_answers,
    narrowed,
    source_of,
    with_codes,
)
from convoca.agenda.views.workspace import filter_choices
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.models import User

A_PAGE = 25


@require_safe
def coded(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """List what was said, by default what has a code; by code, question, place, words."""
    cycle = get_visible_cycle(request.user, cycle_id, "code")
    user = cast("User", request.user)
    wanted = StatementFilter.read({"state": "coded", **request.GET.dict()})
    code = get_code(cycle.community, wanted.code) if wanted.code else None
    rows = with_codes(narrowed(cycle, user, wanted)).order_by("-pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    labels = question_labels(cycle)
    context = {
        "cycle": cycle,
        "page": page,
        "rows": [(one, labels.get(one.question, "")) for one in page],
        "code": code,
        "codes": codebook(cycle.community, cycle),
        "wanted": wanted,
        "query": request.GET.urlencode(),
        **filter_choices(cycle, user),
    }
    return render(request, "agenda/coded.html", context)


@require_safe
def interview(request: HttpRequest, cycle_id: int, statement_id: int) -> HttpResponse:
    """Show all that was said in the interview of a statement, without who said it."""
    statement = get_visible_statement(request.user, cycle_id, statement_id)
    cycle = statement.interview.cycle
    labels = question_labels(cycle)
    answers = interview_answers(statement, cast("User", request.user))
    context = {
        "cycle": cycle,
        "statement": statement,
        "source": source_of(statement),
        "answers": [(labels.get(question, ""), parts) for question, parts in answers],
        "wanted": StatementFilter.read(request.GET),
    }
    return render(request, "agenda/statement_interview.html", context)
