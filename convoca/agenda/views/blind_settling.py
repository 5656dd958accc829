"""Settling what two people gave blind: all on which they agree at once, the rest one by one."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from convoca.agenda.forms.blind_rounds import SettleForm
from convoca.agenda.models import BlindItem, BlindRound
from convoca.agenda.queries.blind_rounds import (
    codebook_today,
    compared_items,
    get_item,
    get_visible_round,
    names_then,
)
from convoca.agenda.queries.statements import question_labels
from convoca.agenda.services.blind_rounds import settle_agreed, settle_item
from convoca.agenda.views.agreement_words import told_item
from convoca.directory.models import User
from convoca.foundation.errors import ConvocaError, NotFoundError


@require_POST
def settle_all(request: HttpRequest, cycle_id: int, round_id: int) -> HttpResponse:
    """Settle all statements to which both gave the same."""
    found = get_visible_round(request.user, cycle_id, round_id, "coordinate")
    try:
        count = settle_agreed(
            blind_round=found, user=cast("User", request.user), now=timezone.now()
        )
    except ConvocaError as error:
        messages.error(request, error.user_message())
        return redirect("agenda:blind_round", cycle_id, round_id)
    words = ngettext(
        "Quedó %(n)s dicho con su código.", "Quedaron %(n)s dichos con su código.", count
    )
    messages.success(request, words % {"n": count})
    return redirect("agenda:blind_round", cycle_id, round_id)


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, cycle_id: int, round_id: int, item_id: int) -> HttpResponse:
    """Decide the codes of one statement, with a reason where the two differ.

    Before both are done with all there is no such page: who coordinates may be one of the two.
    """
    found = get_visible_round(request.user, cycle_id, round_id, "coordinate")
    if found.agreement is None:
        raise NotFoundError(item_id)
    item = get_item(found, item_id)
    posted = request.POST if request.method == "POST" else None
    context = _context(found, item, posted)
    form = cast("SettleForm", context["form"])
    if posted is None or not form.is_valid():
        status = 200 if posted is None else 422
        return render(request, "agenda/blind_settle.html", context, status=status)
    try:
        settle_item(
            item=item,
            guids=form.cleaned_data["codes"],
            reason=form.cleaned_data["reason"],
            user=cast("User", request.user),
            now=timezone.now(),
        )
    except ConvocaError as error:
        context["error"] = error.user_message()
        return render(request, "agenda/blind_settle.html", context, status=409)
    messages.success(request, _("Guardado. Siga con el próximo."))
    return redirect("agenda:blind_round", cycle_id, round_id)


def _context(found: BlindRound, item: BlindItem, data: QueryDict | None) -> dict[str, object]:
    today = codebook_today(found.cycle.community)
    compared = next((one for one in compared_items(found, today) if one.item.pk == item.pk), None)
    if compared is None:
        raise NotFoundError(item.pk)
    ordered = sorted(
        today.codes.items(), key=lambda one: (one[0] not in compared.proposed, one[1].name)
    )
    return {
        "cycle": found.cycle,
        "round": found,
        "one": told_item(compared, question_labels(found.cycle), names_then(found), today),
        "form": SettleForm(data, codes=[(guid, code.name) for guid, code in ordered]),
    }
