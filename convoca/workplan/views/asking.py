"""The mass act of asking when people can: look, test, send, undo."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
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
from convoca.workplan.forms.choosing import PeopleForm
from convoca.workplan.queries import availability_rows
from convoca.workplan.services import (
    ask_availability,
    find_asking,
    send_test,
    undo_asking,
    write_sample,
)
from convoca.workplan.services.asking import Asking


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show how many will be written to and a sample; send when it is confirmed."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    if request.method == "POST":
        return _send(request, cycle)
    form = _choose(request.GET, cycle)
    asking = find_asking(cycle, form.chosen, now=timezone.now())
    count = len(asking.to_write)
    if not count and not form.is_part:
        _tell(request, count)
        return redirect("workplan:availability", cycle.pk)
    context = {
        "cycle": cycle,
        "form": form,
        "count": count,
        "confirmation": _confirmation(cycle, form, asking) if count else None,
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
    """Stop the messages that still wait."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    try:
        stopped = undo_asking(cycle=cycle, now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        said = ngettext("Se detuvo %(n)s mensaje.", "Se detuvieron %(n)s mensajes.", stopped)
        messages.success(request, said % {"n": stopped})
    return redirect("workplan:availability", cycle.pk)


def _send(request: HttpRequest, cycle: Cycle) -> HttpResponse:
    form = _choose(request.POST, cycle)
    if form.errors:
        messages.error(request, _("Ese grupo cambió mientras tanto. Elija otra vez a quiénes."))
        return redirect("workplan:ask", cycle.pk)
    seats = {row.invitation.seat_id for row in form.chosen} if form.is_part else None
    user, now = signed_in_user(request), timezone.now()
    try:
        count = ask_availability(cycle=cycle, user=user, now=now, seat_ids=seats)
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        _tell(request, count)
    return redirect("workplan:availability", cycle.pk)


def _tell(request: HttpRequest, count: int) -> None:
    """Say how many messages wait, or why there are none."""
    if not count:
        said = _("Hoy no hay a quién escribir: ya se les escribió, o no tienen correo ni WhatsApp.")
        messages.warning(request, said)
        return
    said = ngettext(
        "%(n)s mensaje saldrá en 30 segundos.", "%(n)s mensajes saldrán en 30 segundos.", count
    )
    messages.success(request, said % {"n": count})


def _choose(given: QueryDict, cycle: Cycle) -> PeopleForm:
    return PeopleForm(given, availability_rows(cycle))


def _confirmation(cycle: Cycle, form: PeopleForm, asking: Asking) -> Confirmation:
    count = len(asking.to_write)
    question = ngettext(
        "¿Escribir a %(n)s persona que falta?", "¿Escribir a las %(n)s personas que faltan?", count
    )
    button = ngettext("Enviar %(n)s mensaje", "Enviar %(n)s mensajes", count)
    return Confirmation(
        question=question % {"n": count},
        button=button % {"n": count},
        action_url=reverse("workplan:ask", args=[cycle.pk]),
        cancel_url=reverse("workplan:availability", args=[cycle.pk]) + form.query,
        facts=_facts(asking),
        sample=write_sample(cycle=cycle, row=asking.to_write[0]).body,
        hidden=list(form.wanted.items()),
    )


def _facts(asking: Asking) -> list[str]:
    """Say by which channels it goes, and who gets nothing, each in a sentence."""
    whatsapp, count = asking.by_whatsapp, len(asking.to_write)
    facts = [_("Cada persona recibe su enlace personal, a lo más una vez al día.")]
    if whatsapp:
        said = _("%(mail)s por correo y %(whatsapp)s por WhatsApp, con un texto corto.")
        facts.append(said % {"mail": count - whatsapp, "whatsapp": whatsapp})
    if asking.asked:
        said = ngettext(
            "A %(n)s persona ya se le escribió hoy.",
            "A %(n)s personas ya se les escribió hoy.",
            len(asking.asked),
        )
        facts.append(said % {"n": len(asking.asked)})
    if asking.to_call:
        said = ngettext(
            "%(n)s persona no tiene correo ni WhatsApp: hay que llamarla.",
            "%(n)s personas no tienen correo ni WhatsApp: hay que llamarlas.",
            len(asking.to_call),
        )
        facts.append(said % {"n": len(asking.to_call)})
    if asking.in_peace:
        said = ngettext(
            "%(n)s persona pidió que no le contacten: no se le escribe.",
            "%(n)s personas pidieron que no les contacten: no se les escribe.",
            len(asking.in_peace),
        )
        facts.append(said % {"n": len(asking.in_peace)})
    return facts
