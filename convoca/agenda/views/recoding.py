"""A new look at the statements whose code was split."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convoca.agenda.queries.codebook import split_into
from convoca.agenda.queries.statements import question_labels
from convoca.agenda.queries.workspace import (
    get_visible_recoding,
    source_of,
    visible_recodings,
)
from convoca.agenda.services import recode_statement
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.models import User
from convoca.foundation.errors import ConvocaError
from convoca.foundation.numbers import read_id


@require_safe
def recodings(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show the next statement that waits for a new look, with the codes its code became."""
    cycle = get_visible_cycle(request.user, cycle_id, "code")
    waiting = visible_recodings(cycle, cast("User", request.user))
    after = read_id(request.GET.get("after"))
    recoding = waiting.filter(pk__gt=after).first() or waiting.first()
    context: dict[str, object] = {"cycle": cycle, "waiting": waiting.count(), "recoding": recoding}
    if recoding is not None:
        statement = recoding.statement
        context |= {
            "statement": statement,
            "source": source_of(statement),
            "question": question_labels(cycle).get(statement.question, ""),
            "parts": split_into(recoding.event),
        }
    return render(request, "agenda/recodings.html", context)


@require_POST
def recode(request: HttpRequest, cycle_id: int, recoding_id: int) -> HttpResponse:
    """Give a statement the new codes that fit, or none of them."""
    recoding = get_visible_recoding(request.user, cycle_id, recoding_id)
    user = cast("User", request.user)
    chosen = {read_id(value) for value in request.POST.getlist("codes")}
    codes = [code for code in split_into(recoding.event) if code.pk in chosen]
    if not codes and "none" not in request.POST:
        messages.error(request, _("Elija un código, o presione «Ninguno de estos»."))
        return redirect("agenda:recodings", cycle_id)
    try:
        recode_statement(recoding=recoding, codes=codes, user=user, now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        names = ", ".join(code.name for code in codes) or _("ninguno de los nuevos")
        messages.success(request, _("Guardado: %(codes)s.") % {"codes": names})
    return redirect("agenda:recodings", cycle_id)
