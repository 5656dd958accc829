"""What was said, waiting for a code, and what has one."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convoca.agenda.forms.coding import CodingForm
from convoca.agenda.models import Code, Statement
from convoca.agenda.queries.guides import list_themes
from convoca.agenda.queries.statements import (
    codebook,
    coded_statements,
    get_code,
    get_visible_statement,
    live_statements,
    next_uncoded,
    question_labels,
    uncoded_statements,
)
from convoca.agenda.services import (
    code_with_new,
    set_statement_aside,
    uncode_statement,
)
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.models import User
from convoca.foundation.errors import ConvocaError
from convoca.foundation.numbers import read_id

A_PAGE = 25


@require_safe
def statements(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show the next statement to code."""
    cycle = get_visible_cycle(request.user, cycle_id, "code")
    after = read_id(request.GET.get("after"))
    statement = next_uncoded(cycle, after=after)
    return render(request, "agenda/statements.html", _context(cycle, statement, None))


@require_POST
def code(request: HttpRequest, cycle_id: int, statement_id: int) -> HttpResponse:
    """Give a statement its codes, and a new one if it was written."""
    statement = get_visible_statement(request.user, cycle_id, statement_id)
    cycle = get_visible_cycle(request.user, cycle_id, "code")
    context = _context(cycle, statement, request.POST)
    form = cast("CodingForm", context["form"])
    if not form.is_valid():
        return render(request, "agenda/statements.html", context, status=422)
    try:
        codes = code_with_new(
            statement=statement,
            code_ids=form.cleaned_data["codes"],
            name=form.cleaned_data["name"],
            theme_id=form.cleaned_data["theme"],
            user=cast("User", request.user),
            now=timezone.now(),
        )
    except ConvocaError as error:
        context["error"] = error.user_message()
        return render(request, "agenda/statements.html", context, status=409)
    names = ", ".join(one.name for one in codes)
    messages.success(request, _("Guardado: %(codes)s.") % {"codes": names})
    return _next(cycle, statement)


@require_POST
def set_aside(request: HttpRequest, cycle_id: int, statement_id: int) -> HttpResponse:
    """Take a statement that says nothing out of the queue."""
    statement = get_visible_statement(request.user, cycle_id, statement_id)
    set_statement_aside(statement=statement, user=cast("User", request.user), now=timezone.now())
    messages.success(request, _("Guardado: sin contenido."))
    return _next(statement.interview.cycle, statement)


@require_POST
def uncode(request: HttpRequest, cycle_id: int, statement_id: int) -> HttpResponse:
    """Take a code from a statement."""
    statement = get_visible_statement(request.user, cycle_id, statement_id)
    community = statement.interview.cycle.community
    taken = get_code(community, read_id(request.POST.get("code")))
    uncode_statement(statement=statement, code=taken, now=timezone.now())
    messages.success(request, _("Se quitó «%(code)s».") % {"code": taken.name})
    return redirect(f"{reverse('agenda:coded', args=[cycle_id])}?{request.POST.get('back', '')}")


@require_safe
def coded(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """List what has a code, of one code where it is named, with the way to undo."""
    cycle = get_visible_cycle(request.user, cycle_id, "code")
    chosen: Code | None = None
    if request.GET.get("code"):
        chosen = get_code(cycle.community, read_id(request.GET["code"]))
    page = Paginator(coded_statements(cycle, chosen), A_PAGE).get_page(request.GET.get("page"))
    labels = question_labels(cycle)
    context = {
        "cycle": cycle,
        "page": page,
        "rows": [(one, labels.get(one.question, "")) for one in page],
        "code": chosen,
        "codes": codebook(cycle.community, cycle),
        "query": request.GET.urlencode(),
    }
    return render(request, "agenda/coded.html", context)


def _context(
    cycle: Cycle, statement: Statement | None, data: QueryDict | None
) -> dict[str, object]:
    codes = [one for one in codebook(cycle.community, cycle) if one.is_active]
    total, waiting = live_statements(cycle).count(), uncoded_statements(cycle).count()
    label = question_labels(cycle).get(statement.question, "") if statement else ""
    return {
        "cycle": cycle,
        "statement": statement,
        "question": label,
        "form": CodingForm(data, codes=codes, themes=list_themes(cycle.community)),
        "total": total,
        "waiting": waiting,
        "coded_count": total - waiting,
        "last": coded_statements(cycle).order_by("-codings__at", "-codings__pk").first(),
    }


def _next(cycle: Cycle, statement: Statement) -> HttpResponse:
    return redirect(f"{reverse('agenda:statements', args=[cycle.pk])}?after={statement.pk}")
