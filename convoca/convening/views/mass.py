"""Mass acts: how many, a sample, a test to oneself, then done, with a moment to undo."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from convoca.convening.core.standing import Standing
from convoca.convening.queries import list_seat_rows, remindable
from convoca.convening.services import (
    invite_seats,
    remind_unanswered,
    send_test,
    undo_invitations,
    undo_reminders,
    write_sample,
)
from convoca.convening.views.batches import read_batch
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import opted_out_among, signed_in_user
from convoca.foundation.errors import ConvocaError
from convoca.ui.frames import Confirmation

TEMPLATES = {"invite": "invitation", "remind": "reminder"}


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Ask before inviting, or invite all who were not invited yet."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    if request.method != "POST":
        return _confirm(request, cycle, "invite", _invite_facts(cycle))
    result = invite_seats(
        cycle=cycle, seat_ids=None, user=signed_in_user(request), now=timezone.now()
    )
    words = ngettext("%(n)s persona invitada.", "%(n)s personas invitadas.", result.invited)
    told = words % {"n": result.invited}
    if result.without_email:
        told += " " + _("%(n)s sin correo: hay que llamar.") % {"n": result.without_email}
    if result.invited:
        messages.success(request, told)
    else:
        messages.warning(request, _("No quedaba nadie por invitar."))
    return redirect("convening:invitations", cycle.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Ask before reminding, or remind all who have not answered."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    if request.method != "POST":
        return _confirm(request, cycle, "remind", _remind_facts(cycle))
    count = remind_unanswered(cycle=cycle, user=signed_in_user(request), now=timezone.now())
    if count:
        words = ngettext("%(n)s recordatorio por salir.", "%(n)s recordatorios por salir.", count)
        messages.success(request, words % {"n": count})
    else:
        messages.warning(request, _("Hoy no queda nadie a quien recordar."))
    return redirect("convening:invitations", cycle.pk)


@require_POST
def test(request: HttpRequest, cycle_id: int, act: str) -> HttpResponse:
    """Send the sample to who presses."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    user = signed_in_user(request)
    try:
        send_test(cycle=cycle, template=TEMPLATES[act], user=user, now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        messages.success(request, _("La prueba va en camino a %(email)s.") % {"email": user.email})
    return redirect(f"convening:{act}", cycle.pk)


@require_POST
def undo(request: HttpRequest, cycle_id: int, act: str) -> HttpResponse:
    """Undo a batch as far as its mails still wait."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    try:
        batch = read_batch(request)
        if act == "invite":
            result = undo_invitations(cycle=cycle, batch=batch, now=timezone.now())
        else:
            result = undo_reminders(cycle=cycle, batch=batch)
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        told = _("Deshecho: %(n)s correos no saldrán.") % {"n": result.undone}
        if result.left:
            told += " " + _("%(n)s ya habían salido o tienen respuesta.") % {"n": result.left}
        messages.success(request, told)
    return redirect("convening:invitations", cycle.pk)


def _confirm(
    request: HttpRequest, cycle: Cycle, act: str, facts: tuple[int, list[str]]
) -> HttpResponse:
    count, lines = facts
    context: dict[str, object] = {"cycle": cycle, "act": act, "count": count}
    if count:
        sample = write_sample(cycle=cycle, template=TEMPLATES[act], now=timezone.now())
        context["confirmation"] = Confirmation(
            question=_question(act, count),
            button=_button(act, count),
            action_url=reverse(f"convening:{act}", args=[cycle.pk]),
            cancel_url=reverse("convening:invitations", args=[cycle.pk]),
            facts=lines,
            sample=f"{sample.subject}\n\n{sample.body}",
        )
    return render(request, "convening/confirm.html", context)


def _question(act: str, count: int) -> str:
    if act == "invite":
        words = ngettext("¿Invitar a %(n)s persona?", "¿Invitar a %(n)s personas?", count)
    else:
        words = ngettext("¿Recordar a %(n)s persona?", "¿Recordar a %(n)s personas?", count)
    return words % {"n": count}


def _button(act: str, count: int) -> str:
    words = _("Sí, invitar a %(n)s") if act == "invite" else _("Sí, recordar a %(n)s")
    return words % {"n": count}


def _invite_facts(cycle: Cycle) -> tuple[int, list[str]]:
    uninvited = [row for row in list_seat_rows(cycle) if row.standing is Standing.WAITING]
    spared = opted_out_among([row.person.pk for row in uninvited if row.person])
    waiting = [row for row in uninvited if row.person and row.person.pk not in spared]
    without = sum(not row.email for row in waiting)
    facts = [_("%(n)s recibirán un correo con su enlace personal.") % {"n": len(waiting) - without}]
    if without:
        facts.append(_("%(n)s no tienen correo: quedan para llamar.") % {"n": without})
    facts.append(_("Los correos salen en 30 segundos; hasta entonces se puede deshacer."))
    return len(waiting), facts


def _remind_facts(cycle: Cycle) -> tuple[int, list[str]]:
    count = len(remindable(cycle, now=timezone.now()))
    return count, [
        _("Reciben un correo quienes no han respondido; a lo más uno al día por persona."),
        _("Los correos salen en 30 segundos; hasta entonces se puede deshacer."),
    ]
