"""The codebook: what each code means, where it belongs, how often it was used."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convoca.agenda.forms.codes import CodeForm
from convoca.agenda.forms.coding import MemoForm
from convoca.agenda.models import Code
from convoca.agenda.queries.codebook import (
    codebook,
    events_of,
    get_code,
    in_tree,
    last_change,
    version_of,
)
from convoca.agenda.queries.guides import list_themes
from convoca.agenda.queries.workspace import MEMOS, visible_recodings
from convoca.agenda.services import (
    Author,
    add_code,
    edit_code,
    restore_code,
    retire_code,
    unmerge_code,
    write_memo,
)
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.models import User
from convoca.foundation.errors import ConvocaError

LATEST = 10


@require_safe
def codebook_page(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show the codes in their tree, with their counts in this cycle."""
    cycle = get_visible_cycle(request.user, cycle_id, "code")
    codes = list(codebook(cycle.community, cycle))
    active = [code for code in codes if code.is_active]
    context = {
        "cycle": cycle,
        "placed": in_tree(active),
        "active": len(active),
        "used": sum(code.uses > 0 for code in active),  # type: ignore[attr-defined]  # the annotation of codebook
        "gone": [code for code in codes if not code.is_active],
        "version": version_of(cycle.community),
        "recodings": visible_recodings(cycle, cast("User", request.user)).count(),
    }
    return render(request, "agenda/codebook.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Add a code before any statement asks for it."""
    cycle = get_visible_cycle(request.user, cycle_id, "code")
    form = _form(request, cycle, None)
    context = {"cycle": cycle, "form": form}
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "agenda/code_new.html", context, status=status)
    try:
        add_code(community=cycle.community, given=form.given, author=_author(request, form))
    except ConvocaError as error:
        context["error"] = error.user_message()
        return render(request, "agenda/code_new.html", context, status=409)
    messages.success(request, _("Código agregado al libro."))
    return redirect("agenda:codebook", cycle_id)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, cycle_id: int, code_id: int) -> HttpResponse:
    """Change what a code is called, what it means, and its place; show how it came to be."""
    cycle = get_visible_cycle(request.user, cycle_id, "code")
    code = get_code(cycle.community, code_id)
    form = _form(request, cycle, code)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "agenda/code.html", _page(cycle, code, form), status=status)
    try:
        edit_code(
            code=code,
            given=form.given,
            author=_author(request, form),
            seen=form.cleaned_data["seen"],
        )
    except ConvocaError as error:
        context = _page(cycle, code, form, error.user_message())
        return render(request, "agenda/code.html", context, status=409)
    messages.success(request, _("Código guardado."))
    return redirect("agenda:codebook", cycle_id)


@require_POST
def set_state(request: HttpRequest, cycle_id: int, code_id: int) -> HttpResponse:
    """Retire a code, bring it back, or part it from the one it went into."""
    cycle = get_visible_cycle(request.user, cycle_id, "code")
    code = get_code(cycle.community, code_id)
    author = Author(
        cast("User", request.user), timezone.now(), request.POST.get("reason", "")[:300]
    )
    try:
        if request.POST.get("state") == "retired":
            retire_code(code=code, author=author)
            done = _("«%(code)s» ya no se ofrece. Lo que tiene se guarda.")
        elif code.merged_into_id is not None:
            unmerge_code(code=code, author=author)
            done = _("«%(code)s» volvió, con los dichos que tenía.")
        else:
            restore_code(code=code, author=author)
            done = _("«%(code)s» se ofrece otra vez.")
    except ConvocaError as error:
        messages.error(request, error.user_message())
        return redirect("agenda:edit_code", cycle_id, code_id)
    messages.success(request, done % {"code": code.name})
    return redirect("agenda:codebook", cycle_id)


@require_POST
def memo(request: HttpRequest, cycle_id: int, code_id: int) -> HttpResponse:
    """Keep a memo about a code."""
    cycle = get_visible_cycle(request.user, cycle_id, "code")
    code = get_code(cycle.community, code_id)
    form = MemoForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["text"][0]))
        return redirect("agenda:edit_code", cycle_id, code_id)
    write_memo(
        community=cycle.community,
        about=code,
        text=form.cleaned_data["text"],
        user=cast("User", request.user),
        now=timezone.now(),
    )
    messages.success(request, _("Nota guardada."))
    return redirect("agenda:edit_code", cycle_id, code_id)


def _form(request: HttpRequest, cycle: Cycle, code: Code | None) -> CodeForm:
    community = cycle.community
    return CodeForm(
        request.POST if request.method == "POST" else None,
        codes=list(community.codes.filter(is_active=True)),
        themes=list_themes(community),
        code=code,
        seen=last_change(code) if code else 0,
    )


def _author(request: HttpRequest, form: CodeForm) -> Author:
    return Author(cast("User", request.user), timezone.now(), form.cleaned_data["reason"])


def _page(cycle: Cycle, code: Code, form: CodeForm, error: str = "") -> dict[str, object]:
    return {
        "cycle": cycle,
        "code": code,
        "form": form,
        "error": error,
        "seen": last_change(code),
        "events": events_of(cycle.community, code)[:LATEST],
        "memos": MEMOS.filter(code=code).select_related("by"),
        "memo_form": MemoForm(),
    }
