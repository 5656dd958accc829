"""Greater changes of the codebook, its history, and any of its versions."""

from datetime import UTC, date, datetime, time, timedelta
from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from convoca.agenda.forms.codes import MergeForm, SplitForm
from convoca.agenda.queries.codebook import (
    codebook,
    codebook_at,
    count_uses,
    events_of,
    get_code,
    in_words,
    offered,
    version_at,
    version_of,
)
from convoca.agenda.services import Author, merge_codes, split_code
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.models import User
from convoca.foundation.errors import ConvocaError
from convoca.foundation.numbers import read_id

A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, cycle_id: int, code_id: int) -> HttpResponse:
    """Make a code part of another, after showing how many statements go along."""
    cycle = get_visible_cycle(request.user, cycle_id, "code")
    code = get_code(cycle.community, code_id)
    posted = request.POST if request.method == "POST" else None
    others = [one for one in offered(codebook(cycle.community, cycle)) if one != code]
    form = MergeForm(posted, codes=others)
    context = {"cycle": cycle, "code": code, "form": form, "count": count_uses(code)}
    if posted is None or not form.is_valid():
        status = 422 if posted is not None else 200
        return render(request, "agenda/code_merge.html", context, status=status)
    into = get_code(cycle.community, form.cleaned_data["into"])
    author = Author(cast("User", request.user), timezone.now(), form.cleaned_data["reason"])
    try:
        merge_codes(code=code, into=into, author=author)
    except ConvocaError as error:
        context["error"] = error.user_message()
        return render(request, "agenda/code_merge.html", context, status=409)
    names = {"code": code.name, "into": into.name}
    messages.success(request, _("«%(code)s» es ahora parte de «%(into)s».") % names)
    return redirect("agenda:codebook", cycle_id)


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, cycle_id: int, code_id: int) -> HttpResponse:
    """Divide a code into new ones; its statements wait for a new look."""
    cycle = get_visible_cycle(request.user, cycle_id, "code")
    code = get_code(cycle.community, code_id)
    posted = request.POST if request.method == "POST" else None
    form = SplitForm(posted)
    context = {"cycle": cycle, "code": code, "form": form, "count": count_uses(code)}
    if posted is None or not form.is_valid():
        status = 422 if posted is not None else 200
        return render(request, "agenda/code_split.html", context, status=status)
    author = Author(cast("User", request.user), timezone.now(), form.cleaned_data["reason"])
    try:
        split_code(code=code, parts=form.parts, author=author)
    except ConvocaError as error:
        context["error"] = error.user_message()
        return render(request, "agenda/code_split.html", context, status=409)
    messages.success(request, _("Código dividido. Revise ahora los dichos que tenía."))
    return redirect("agenda:recodings", cycle_id)


@require_safe
def history(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show all that happened to the codebook, the latest first."""
    cycle = get_visible_cycle(request.user, cycle_id, "code")
    page = Paginator(events_of(cycle.community), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "cycle": cycle,
        "page": page,
        "lines": in_words(cycle.community, list(page)),
        "version": version_of(cycle.community),
        "today": timezone.localdate(),
    }
    return render(request, "agenda/codebook_history.html", context)


@require_safe
def version(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show the codebook as it was at a version, or at the end of a day."""
    cycle = get_visible_cycle(request.user, cycle_id, "code")
    community = cycle.community
    latest = version_of(community)
    day = _read_day(request.GET.get("day", ""))
    number = read_id(request.GET.get("number"))
    if day is not None:
        end = datetime.combine(day + timedelta(days=1), time(), timezone.get_current_timezone())
        number = version_at(community, end.astimezone(UTC))
    number = min(number or (0 if day else latest), latest)
    event = community.code_events.filter(number=number).first()
    context = {
        "cycle": cycle,
        "number": number,
        "latest": latest,
        "event": event,
        "day": day,
        "codes": codebook_at(community, number),
    }
    return render(request, "agenda/codebook_version.html", context)


def _read_day(text: str) -> date | None:
    """Read a day of the calendar; None for anything else."""
    try:
        return parse_date(text)
    except ValueError:
        return None
