"""What was said, waiting for a code, and what has one."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convoca.agenda.errors import StatementChangedError
from convoca.agenda.queries.acts import find_last_act, statement_of_act
from convoca.agenda.queries.codebook import get_code
from convoca.agenda.queries.workspace import (
    StatementFilter,
    coding_queue,
    get_visible_statement,
    next_in,
)
from convoca.agenda.services import (
    code_with_new,
    set_statement_aside,
    uncode_statement,
    undo_act,
)
from convoca.agenda.views.twins import code_ticked_twins
from convoca.agenda.views.workspace import address, workspace
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.models import User
from convoca.foundation.errors import ConvocaError
from convoca.foundation.numbers import read_id

PAGE = "agenda/statements.html"


@require_safe
def statements(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show the next statement to code."""
    cycle = get_visible_cycle(request.user, cycle_id, "code")
    wanted = StatementFilter.read(request.GET)
    queue = coding_queue(cycle, cast("User", request.user), wanted)
    found = next_in(queue, read_id(request.GET.get("after")))
    return render(request, PAGE, workspace(request, cycle, found, wanted))


@require_safe
def statement(request: HttpRequest, cycle_id: int, statement_id: int) -> HttpResponse:
    """Show one statement to work on, coded or not."""
    found = get_visible_statement(request.user, cycle_id, statement_id)
    wanted = StatementFilter.read(request.GET)
    if found.superseded_at is not None:
        messages.error(request, StatementChangedError(statement_id).user_message())
        return redirect(address("statements", cycle_id, wanted=wanted))
    cycle = found.interview.cycle
    return render(request, PAGE, workspace(request, cycle, found, wanted))


@require_POST
def code(request: HttpRequest, cycle_id: int, statement_id: int) -> HttpResponse:
    """Give a statement its codes, and a new one if it was written."""
    found = get_visible_statement(request.user, cycle_id, statement_id)
    wanted = StatementFilter.read(request.GET)
    context = workspace(request, found.interview.cycle, found, wanted)
    form = context["form"]
    if not form.is_valid():
        return render(request, PAGE, context, status=422)
    try:
        codes = code_with_new(
            statement=found,
            code_ids=form.cleaned_data["codes"],
            name=form.cleaned_data["name"],
            theme_id=form.cleaned_data["theme"],
            user=cast("User", request.user),
            now=timezone.now(),
        )
    except ConvocaError as error:
        context["error"] = error.user_message()
        return render(request, PAGE, context, status=409)
    names = ", ".join(one.name for one in codes)
    messages.success(request, _("Guardado: %(codes)s.") % {"codes": names})
    code_ticked_twins(request, found, codes)
    return redirect(address("statements", cycle_id, wanted=wanted, after=statement_id))


@require_POST
def set_aside(request: HttpRequest, cycle_id: int, statement_id: int) -> HttpResponse:
    """Take a statement that says nothing out of the queue."""
    found = get_visible_statement(request.user, cycle_id, statement_id)
    wanted = StatementFilter.read(request.GET)
    try:
        set_statement_aside(statement=found, user=cast("User", request.user), now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        messages.success(request, _("Guardado: sin contenido."))
    return redirect(address("statements", cycle_id, wanted=wanted, after=statement_id))


@require_POST
def uncode(request: HttpRequest, cycle_id: int, statement_id: int) -> HttpResponse:
    """Take a code from a statement."""
    found = get_visible_statement(request.user, cycle_id, statement_id)
    taken = get_code(found.interview.cycle.community, read_id(request.POST.get("code")))
    user = cast("User", request.user)
    if uncode_statement(statement=found, code=taken, user=user, now=timezone.now()):
        messages.success(request, _("Se quitó «%(code)s».") % {"code": taken.name})
    else:
        told = _("El dicho ya no tiene «%(code)s»: se quitó, o es parte de otro. Mire cómo quedó.")
        messages.info(request, told % {"code": taken.name})
    if request.POST.get("back") == "statement":
        wanted = StatementFilter.read(request.GET)
        return redirect(address("statement", cycle_id, statement_id, wanted=wanted))
    return redirect(f"{address('coded', cycle_id)}?{request.GET.urlencode()}")


@require_POST
def undo(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Take back the last thing this person did, if it is the one that the page named."""
    cycle = get_visible_cycle(request.user, cycle_id, "code")
    wanted = StatementFilter.read(request.GET)
    act = find_last_act(cycle, cast("User", request.user))
    if act is None or act.pk != read_id(request.POST.get("act")):
        messages.error(request, _("Ya se había deshecho. Mire cómo quedó."))
        return redirect(address("statements", cycle_id, wanted=wanted))
    touched = statement_of_act(act)
    try:
        undo_act(act=act, now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
        return redirect(address("statements", cycle_id, wanted=wanted))
    messages.success(request, _("Deshecho. Este es el dicho, como estaba."))
    return redirect(address("statement", cycle_id, touched.pk if touched else 0, wanted=wanted))
