"""Blind rounds: how they stand, opening one, and what the coordinator may do with it."""

import secrets
from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convoca.agenda.forms.blind_rounds import (
    BlindReasonForm,
    OpenBlindRoundForm,
    ReplaceCoderForm,
)
from convoca.agenda.models import BlindRound
from convoca.agenda.queries.blind_rounds import (
    agreement_of,
    closed_blind_rounds,
    codebook_today,
    coders_of,
    compared_items,
    get_visible_round,
    names_then,
    open_blind_round,
    progress_of,
)
from convoca.agenda.queries.codebook import version_of
from convoca.agenda.queries.statements import question_labels
from convoca.agenda.services.blind_rounds import (
    cancel_blind_round,
    compare_blind_round,
    replace_coder,
    start_blind_round,
)
from convoca.agenda.views.agreement_words import told, told_item
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.models import User
from convoca.directory.queries.access import may
from convoca.foundation.errors import ConvocaError

A_PAGE = 20
SEEDS = 2**31


@require_http_methods(["GET", "HEAD", "POST"])
def rounds(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show the round that is open and those before; open one."""
    posted = request.POST if request.method == "POST" else None
    cycle = get_visible_cycle(
        request.user, cycle_id, "coordinate" if posted is not None else "code"
    )
    form = OpenBlindRoundForm(posted, coders=coders_of(cycle.community))
    context = _overview(request, cycle) | {"form": form}
    if posted is None or not form.is_valid():
        status = 200 if posted is None else 422
        return render(request, "agenda/blind_rounds.html", context, status=status)
    try:
        opened = start_blind_round(
            cycle=cycle,
            coders=form.chosen,
            share=form.cleaned_data["share"],
            seed=secrets.randbelow(SEEDS),
            user=cast("User", request.user),
            now=timezone.now(),
        )
    except ConvocaError as error:
        context = _overview(request, cycle) | {"form": form, "error": error.user_message()}
        return render(request, "agenda/blind_rounds.html", context, status=409)
    messages.success(request, _("Ronda abierta. Cada persona la ve al entrar a «A ciegas»."))
    return redirect("agenda:blind_round", cycle_id, opened.pk)


@require_safe
def blind_round(request: HttpRequest, cycle_id: int, round_id: int) -> HttpResponse:
    """Show how far the two are; or, once both are done, what each gave."""
    found = get_visible_round(request.user, cycle_id, round_id)
    context = _round_context(request, found)
    if found.agreement is None:
        forms = _coding_forms(found, None)
        return render(request, "agenda/blind_round.html", context | forms)
    today = codebook_today(found.cycle.community)
    compared = compared_items(found, today)
    page = Paginator(compared, A_PAGE).get_page(request.GET.get("page"))
    labels, names = question_labels(found.cycle), names_then(found)
    context |= {
        "told": told(agreement_of(found), names),
        "page": page,
        "items": [told_item(one, labels, names, today) for one in page],
        "open": sum(not one.is_settled for one in compared),
        "agreed": sum(one.is_agreed and not one.is_settled for one in compared),
        "book_changed": version_of(found.cycle.community) != found.codebook_version,
    }
    return render(request, "agenda/blind_comparison.html", context)


@require_POST
def replace(request: HttpRequest, cycle_id: int, round_id: int) -> HttpResponse:
    """Put somebody else in the place of one of the two."""
    found = get_visible_round(request.user, cycle_id, round_id, "coordinate")
    forms = _coding_forms(found, request.POST, "replace_form")
    form = cast("ReplaceCoderForm", forms["replace_form"])
    if not form.is_valid():
        return _with_trouble(request, found, forms, status=422)
    try:
        replace_coder(
            blind_round=found,
            left=form.left,
            came=form.came,
            reason=form.cleaned_data["reason"],
            user=cast("User", request.user),
            now=timezone.now(),
        )
    except ConvocaError as error:
        return _with_trouble(request, found, forms, error=error.user_message(), status=409)
    messages.success(request, _("Reemplazo guardado. %(name)s parte desde el primer dicho.")
                     % {"name": form.came})  # fmt: skip
    return redirect("agenda:blind_round", cycle_id, round_id)


@require_POST
def cancel(request: HttpRequest, cycle_id: int, round_id: int) -> HttpResponse:
    """End a round before its time, with a reason."""
    found = get_visible_round(request.user, cycle_id, round_id, "coordinate")
    form = BlindReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        cancel_blind_round(
            blind_round=found,
            reason=reason,
            user=cast("User", request.user),
            now=timezone.now(),
        )
    except ConvocaError as error:
        messages.error(request, error.user_message())
        return redirect("agenda:blind_round", cycle_id, round_id)
    messages.success(request, _("Ronda cancelada. Sus dichos vuelven a la cola."))
    return redirect("agenda:blind_rounds", cycle_id)


@require_POST
def compare(request: HttpRequest, cycle_id: int, round_id: int) -> HttpResponse:
    """Go on to comparing when nothing is left to code."""
    found = get_visible_round(request.user, cycle_id, round_id, "coordinate")
    try:
        compare_blind_round(blind_round=found)
    except ConvocaError as error:
        messages.error(request, error.user_message())
    return redirect("agenda:blind_round", cycle_id, round_id)


def _overview(request: HttpRequest, cycle: Cycle) -> dict[str, object]:
    opened = open_blind_round(cycle)
    closed = [(one, told(agreement_of(one), names_then(one))) for one in closed_blind_rounds(cycle)]
    user = cast("User", request.user)
    return {
        "cycle": cycle,
        "round": opened,
        "progress": progress_of(opened) if opened else [],
        "is_mine": opened is not None and user.pk in opened.coder_ids,
        "closed": closed,
        "may_coordinate": may(user, "coordinate", cycle.community),
    }


def _round_context(request: HttpRequest, found: BlindRound) -> dict[str, object]:
    user = cast("User", request.user)
    progress = progress_of(found)
    return {
        "cycle": found.cycle,
        "round": found,
        "progress": progress,
        "is_done": all(one.done == one.total for one in progress),
        "is_mine": user.pk in found.coder_ids,
        "replacements": found.replacements.select_related("left", "came"),
        "may_coordinate": may(user, "coordinate", found.cycle.community),
    }


def _coding_forms(found: BlindRound, data: QueryDict | None, which: str = "") -> dict[str, object]:
    coders = coders_of(found.cycle.community)
    given = data if which == "replace_form" else None
    return {
        "replace_form": ReplaceCoderForm(given, both=[found.first, found.second], coders=coders),
        "cancel_form": BlindReasonForm(auto_id="cancel-%s"),
    }


def _with_trouble(
    request: HttpRequest,
    found: BlindRound,
    forms: dict[str, object],
    *,
    error: str = "",
    status: int,
) -> HttpResponse:
    context = _round_context(request, found) | forms | {"error": error}
    return render(request, "agenda/blind_round.html", context, status=status)
