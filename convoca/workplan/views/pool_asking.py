"""Asking experts and facilitators when they can: look, test, send, undo."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from convoca.directory.models import User
from convoca.directory.queries import get_coordinator
from convoca.foundation.errors import ConvocaError
from convoca.foundation.models import Association
from convoca.ui.frames import Confirmation
from convoca.workplan.errors import AskedTodayError
from convoca.workplan.queries.pool import Member, get_visible_expert, get_visible_facilitator
from convoca.workplan.services import (
    ask_pool,
    members_to_ask,
    send_pool_test,
    undo_pool_asking,
    write_pool_sample,
)

GETTERS: dict[str, Callable[..., Member]] = {
    "experto": get_visible_expert,
    "facilitador": get_visible_facilitator,
}


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Show how many will be written to and a sample; send when it is confirmed."""
    user = get_coordinator(request.user)
    if request.method == "POST":
        return _send(request, user, None)
    members = members_to_ask(user, now=timezone.now())
    if not members:
        messages.warning(request, AskedTodayError().user_message())
        return redirect("workplan:pool")
    context = {
        "count": len(members),
        "confirmation": _confirmation(user.association, members),
    }
    return render(request, "workplan/pool_ask.html", context)


@require_POST
def ask_one(request: HttpRequest, kind: str, row_id: int) -> HttpResponse:
    """Write to one of them."""
    if kind not in GETTERS:
        raise Http404
    return _send(request, get_coordinator(request.user), GETTERS[kind](request.user, row_id))


@require_POST
def test(request: HttpRequest) -> HttpResponse:
    """Send the sample to who asks."""
    user = get_coordinator(request.user)
    members = members_to_ask(user, now=timezone.now())
    if not members:
        messages.warning(request, AskedTodayError().user_message())
        return redirect("workplan:pool")
    send_pool_test(association=user.association, member=members[0], user=user, now=timezone.now())
    messages.success(request, _("La prueba va a %(email)s.") % {"email": user.email})
    return redirect("workplan:pool_ask")


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Stop the mails that still wait."""
    user = get_coordinator(request.user)
    try:
        stopped = undo_pool_asking(association=user.association, now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        said = ngettext("Se detuvo %(n)s correo.", "Se detuvieron %(n)s correos.", stopped)
        messages.success(request, said % {"n": stopped})
    return redirect("workplan:pool")


def _send(request: HttpRequest, user: User, only: Member | None) -> HttpResponse:
    try:
        count = ask_pool(user=user, only=only, now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        said = ngettext(
            "%(n)s correo saldrá en 30 segundos.", "%(n)s correos saldrán en 30 segundos.", count
        )
        messages.success(request, said % {"n": count})
    return redirect("workplan:pool")


def _confirmation(house: Association, members: list[Member]) -> Confirmation:
    count = len(members)
    question = ngettext(
        "¿Preguntar a %(n)s persona cuándo puede?",
        "¿Preguntar a %(n)s personas cuándo pueden?",
        count,
    )
    button = ngettext("Enviar %(n)s correo", "Enviar %(n)s correos", count)
    return Confirmation(
        question=question % {"n": count},
        button=button % {"n": count},
        action_url=reverse("workplan:pool_ask"),
        cancel_url=reverse("workplan:pool"),
        facts=[_("Cada persona recibe su enlace personal, a lo más una vez al día.")],
        sample=write_pool_sample(association=house, member=members[0]).body,
    )
