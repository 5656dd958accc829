"""Coding blind: one statement at a time, with nothing of what the other gave."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from convoca.agenda.forms.blind_rounds import BlindCodesForm
from convoca.agenda.models import BlindItem, BlindRound
from convoca.agenda.queries.blind_rounds import (
    get_item,
    get_own_round,
    last_own_item,
    live_items,
    own_codes,
    waiting_items,
)
from convoca.agenda.queries.statements import question_labels
from convoca.agenda.services.blind_rounds import save_blind_codes
from convoca.directory.models import User
from convoca.foundation.errors import ConvocaError


@require_safe
def next_item(request: HttpRequest, cycle_id: int, round_id: int) -> HttpResponse:
    """Show the next statement that this person has not coded."""
    found = get_own_round(request.user, cycle_id, round_id)
    if found.state != BlindRound.State.CODING:
        return redirect("agenda:blind_round", cycle_id, round_id)
    item = waiting_items(found, cast("User", request.user)).first()
    return render(request, "agenda/blind_coding.html", _context(request, found, item, None))


@require_http_methods(["GET", "HEAD", "POST"])
def code_item(request: HttpRequest, cycle_id: int, round_id: int, item_id: int) -> HttpResponse:
    """Show one statement again, or keep the codes that this person gives to it."""
    found = get_own_round(request.user, cycle_id, round_id)
    if found.state != BlindRound.State.CODING:
        messages.info(request, _("La codificación a ciegas ya terminó. Así quedó:"))
        return redirect("agenda:blind_round", cycle_id, round_id)
    item = get_item(found, item_id)
    posted = request.POST if request.method == "POST" else None
    context = _context(request, found, item, posted)
    if posted is None:
        return render(request, "agenda/blind_coding.html", context)
    form = cast("BlindCodesForm", context["form"])
    is_none = "none" in posted
    try:
        saved = save_blind_codes(
            item=item,
            coder=cast("User", request.user),
            guids=form.cleaned_data.get("codes", []) if form.is_valid() and not is_none else [],
            is_none=is_none,
            now=timezone.now(),
        )
    except ConvocaError as error:
        context["error"] = error.user_message()
        return render(request, "agenda/blind_coding.html", context, status=409)
    if saved.state == BlindRound.State.CODING:
        return redirect("agenda:blind_next", cycle_id, round_id)
    return redirect("agenda:blind_round", cycle_id, round_id)


def _context(
    request: HttpRequest, found: BlindRound, item: BlindItem | None, data: QueryDict | None
) -> dict[str, object]:
    user = cast("User", request.user)
    total = live_items(found).count()
    given = own_codes(item, user) if item else None
    label = question_labels(found.cycle).get(item.statement.question, "") if item else ""
    return {
        "cycle": found.cycle,
        "round": found,
        "item": item,
        "question": label,
        "form": BlindCodesForm(data, book=found.codebook, given=given),
        "total": total,
        "done": total - waiting_items(found, user).count(),
        "last": last_own_item(found, user),
    }
