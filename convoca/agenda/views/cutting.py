"""Changing statements themselves: cut, join, mark as sensitive; and the memos about them."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from convoca.agenda.errors import StatementChangedError
from convoca.agenda.forms.coding import CutForm, MemoForm
from convoca.agenda.models import Statement
from convoca.agenda.queries.workspace import (
    StatementFilter,
    get_visible_memo,
    get_visible_statement,
    neighbours_of,
)
from convoca.agenda.services import (
    cut_statement,
    drop_memo,
    join_statements,
    mark_sensitive,
    write_memo,
)
from convoca.agenda.views.workspace import address
from convoca.directory.models import User
from convoca.directory.queries.access import may
from convoca.foundation.errors import ConvocaError


@require_POST
def cut(request: HttpRequest, cycle_id: int, statement_id: int) -> HttpResponse:
    """Cut a statement at the places that were chosen."""
    found = get_visible_statement(request.user, cycle_id, statement_id)
    form = CutForm(request.POST, length=len(found.text))
    places = form.cleaned_data["places"] if form.is_valid() else []
    user = cast("User", request.user)
    return _change(
        request,
        found,
        lambda: cut_statement(statement=found, places=places, user=user, now=timezone.now())[0],
        _("Dicho cortado. Cada parte conserva sus códigos."),
    )


@require_POST
def join(request: HttpRequest, cycle_id: int, statement_id: int) -> HttpResponse:
    """Join a statement with the one after it, or before it, in its answer."""
    found = get_visible_statement(request.user, cycle_id, statement_id)
    before, _after = neighbours_of(found)
    backwards = request.POST.get("with") == "before"
    first = before if backwards and before else found
    user = cast("User", request.user)
    return _change(
        request,
        found,
        lambda: join_statements(statement=first, user=user, now=timezone.now()),
        _("Dichos unidos. Quedaron los códigos de los dos."),
    )


@require_POST
def set_sensitive(request: HttpRequest, cycle_id: int, statement_id: int) -> HttpResponse:
    """Keep a statement from experts and quotes, or let them have it again."""
    found = get_visible_statement(request.user, cycle_id, statement_id)
    community = found.interview.cycle.community
    is_sensitive = request.POST.get("sensitive") == "yes"
    answer = _change(
        request,
        found,
        lambda: mark_sensitive(statement=found, is_sensitive=is_sensitive),
        _("Marcado como sensible: lo lee solo quien coordina, y no se cita.")
        if is_sensitive
        else _("Ya no es sensible: lo lee quien codifica."),
    )
    if is_sensitive and not may(cast("User", request.user), "coordinate", community):
        wanted = StatementFilter.read(request.GET)
        return redirect(address("statements", cycle_id, wanted=wanted, after=statement_id))
    return answer


@require_POST
def memo(request: HttpRequest, cycle_id: int, statement_id: int) -> HttpResponse:
    """Keep a memo about a statement."""
    found = get_visible_statement(request.user, cycle_id, statement_id)
    form = MemoForm(request.POST)
    wanted = StatementFilter.read(request.GET)
    if not form.is_valid():
        messages.error(request, str(form.errors["text"][0]))
        return redirect(address("statement", cycle_id, statement_id, wanted=wanted))
    try:
        write_memo(
            community=found.interview.cycle.community,
            about=found,
            text=form.cleaned_data["text"],
            user=cast("User", request.user),
            now=timezone.now(),
        )
    except StatementChangedError as error:
        messages.error(request, error.user_message())
        return redirect(address("statements", cycle_id, wanted=wanted))
    messages.success(request, _("Nota guardada."))
    return redirect(address("statement", cycle_id, statement_id, wanted=wanted))


@require_POST
def remove_memo(request: HttpRequest, cycle_id: int, memo_id: int) -> HttpResponse:
    """Take one's own memo off the pages."""
    found = get_visible_memo(request.user, cycle_id, memo_id)
    try:
        drop_memo(memo=found, user=cast("User", request.user), now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        messages.success(request, _("Nota quitada."))
    if found.statement_id is None:
        return redirect("agenda:edit_code", cycle_id, found.code_id)
    wanted = StatementFilter.read(request.GET)
    return redirect(address("statement", cycle_id, found.statement_id, wanted=wanted))


def _change(
    request: HttpRequest, found: Statement, act: Callable[[], Statement], done: str
) -> HttpResponse:
    """Do it, say so or why not, and show the statement that is there now."""
    cycle_id, wanted = found.interview.cycle_id, StatementFilter.read(request.GET)
    try:
        shown = act()
    except ConvocaError as error:
        messages.error(request, error.user_message())
        return redirect(address("statement", cycle_id, found.pk, wanted=wanted))
    messages.success(request, done)
    return redirect(address("statement", cycle_id, shown.pk, wanted=wanted))
