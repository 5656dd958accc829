"""The mass act of asking when people can: look, test, send, undo."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import ConvocaError
from convoca.ui.frames import Confirmation
from convoca.workplan.queries import availability_rows
from convoca.workplan.services import (
    ask_availability,
    rows_to_ask,
    send_test,
    undo_asking,
    write_sample,
)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show how many will be written to and a sample; send when it is confirmed."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    if request.method == "POST":
        return _send(request, cycle)
    rows = availability_rows(cycle)
    count = len(rows_to_ask(cycle, now=timezone.now()))
    if not count:
        messages.warning(
            request, _("Hoy no hay a quién escribir: ya se les escribió o no tienen correo.")
        )
        return redirect("workplan:availability", cycle.pk)
    without_email = sum(not row.email and not row.has_answered for row in rows)
    context = {
        "cycle": cycle,
        "count": count,
        "confirmation": _confirmation(cycle, count, without_email),
    }
    return render(request, "workplan/ask.html", context)


@require_POST
def test(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Send the sample to who asks."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    user = signed_in_user(request)
    try:
        send_test(cycle=cycle, user=user, now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        messages.success(request, _("La prueba va a %(email)s.") % {"email": user.email})
    return redirect("workplan:ask", cycle.pk)


@require_POST
def undo(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Stop the mails that still wait."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    try:
        stopped = undo_asking(cycle=cycle, now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        said = ngettext("Se detuvo %(n)s correo.", "Se detuvieron %(n)s correos.", stopped)
        messages.success(request, said % {"n": stopped})
    return redirect("workplan:availability", cycle.pk)


def _send(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    try:
        count = ask_availability(cycle=cycle, user=signed_in_user(request), now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        said = ngettext(
            "%(n)s correo saldrá en 30 segundos.", "%(n)s correos saldrán en 30 segundos.", count
        )
        messages.success(request, said % {"n": count})
    return redirect("workplan:availability", cycle.pk)


def _confirmation(cycle: Cycle, count: int, without_email: int) -> Confirmation:
    facts = [_("Cada persona recibe su enlace personal, a lo más una vez al día.")]
    if without_email:
        said = ngettext(
            "%(n)s persona no tiene correo: hay que llamarla.",
            "%(n)s personas no tienen correo: hay que llamarlas.",
            without_email,
        )
        facts.append(said % {"n": without_email})
    question = ngettext(
        "¿Escribir a %(n)s persona que falta?", "¿Escribir a las %(n)s personas que faltan?", count
    )
    button = ngettext("Enviar %(n)s correo", "Enviar %(n)s correos", count)
    return Confirmation(
        question=question % {"n": count},
        button=button % {"n": count},
        action_url=reverse("workplan:ask", args=[cycle.pk]),
        cancel_url=reverse("workplan:availability", args=[cycle.pk]),
        facts=facts,
        sample=write_sample(cycle=cycle).body,
    )
