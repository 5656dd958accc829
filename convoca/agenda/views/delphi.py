"""Asking the directors about the draft of the agenda, and what they said."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from convoca.agenda.forms.agendas import RuleForm
from convoca.agenda.forms.delphi import RoundForm
from convoca.agenda.models import AgendaRound
from convoca.agenda.queries import find_agenda
from convoca.agenda.queries.delphi import (
    asked_rows,
    is_open,
    last_round,
    last_round_letters,
    round_figures,
)
from convoca.agenda.services.delphi import (
    close_round,
    letters_to_send,
    open_round,
    send_round_test,
    undo_round_letters,
    write_round_letter,
    write_to_silent,
)
from convoca.agenda.views.agenda import draft_as_asked, rule_form
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import ConvocaError, NotFoundError

Done = TypeVar("Done")


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show how the round goes; without an open one, ask before opening it, and open it."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    posted = request.POST if request.method == "POST" else None
    form, rule = _form(request, cycle), rule_form(request, cycle)
    status = 200
    if posted is not None:
        if form.is_valid() and _open(request, cycle, form, rule):
            return redirect("agenda:round", cycle_id)
        status = 409 if form.is_valid() else 422
    return render(request, "agenda/round.html", _context(cycle, form, rule), status=status)


def _form(request: HttpRequest, cycle: Cycle) -> RoundForm:
    posted = request.POST if request.method == "POST" else None
    return RoundForm(posted, zone=cycle.community.association.zone, now=timezone.now())


def _open(request: HttpRequest, cycle: Cycle, form: RoundForm, rule: RuleForm) -> bool:
    try:
        open_round(
            cycle=cycle,
            closes_at=form.closes_at,
            seen_hash=request.POST.get("seen", ""),
            user=signed_in_user(request),
            now=timezone.now(),
            required_kinds=rule.required_kinds,
            approval=rule.approval,
        )
    except ConvocaError as error:
        messages.error(request, error.user_message())
        return False
    messages.success(request, _("Consulta abierta. Los correos salen en 30 segundos."))
    return True


def _context(cycle: Cycle, form: RoundForm, rule: RuleForm) -> dict[str, object]:
    now = timezone.now()
    asked = last_round(cycle)
    is_going = asked is not None and is_open(asked, now=now)
    context: dict[str, object] = {
        "cycle": cycle,
        "round": asked,
        "is_open": is_going,
        "confirmed": find_agenda(cycle),
        "figures": round_figures(asked) if asked else None,
        "silent": len(letters_to_send(asked, now=now)) if asked and is_going else 0,
        "can_undo": asked is not None and last_round_letters(cycle, now=now) is not None,
    }
    if not is_going and context["confirmed"] is None:
        context |= _opening(cycle, form, rule)
    return context


def _opening(cycle: Cycle, form: RoundForm, rule: RuleForm) -> dict[str, object]:
    """Return what is said before a round is opened: to whom, what they will see, and a sample."""
    draft = draft_as_asked(cycle, rule)
    rows = asked_rows(cycle)
    if not draft.agenda.chosen or not rows:
        return {}
    words = _("(aquí va su enlace personal)")
    return {
        "form": form,
        "rule": rule,
        "draft": draft,
        "titles": [draft.titles[theme] for theme in draft.agenda.chosen_ids],
        "asked": len(rows),
        "reachable": sum(bool(row.email) for row in rows),
        "sample": write_round_letter(cycle, rows[0], closes_at=form.closes_at, link=words),
    }


@require_POST
def test(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Send the sample to who presses."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    user, now = signed_in_user(request), timezone.now()
    usual = RoundForm(None, zone=cycle.community.association.zone, now=now).closes_at
    return _press(
        request,
        cycle_id,
        lambda: send_round_test(cycle=cycle, closes_at=usual, user=user, now=now),
        lambda _sent: _("La prueba va en camino a %(email)s.") % {"email": user.email},
    )


@require_POST
def write(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Write again to who has not said a word."""
    asked = _get_round(request, cycle_id)
    user = signed_in_user(request)
    return _press(
        request,
        cycle_id,
        lambda: write_to_silent(asked=asked, user=user, now=timezone.now()),
        _sent_words,
    )


@require_POST
def undo(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Stop the letters of the last press that still wait."""
    asked = _get_round(request, cycle_id)
    return _press(
        request,
        cycle_id,
        lambda: undo_round_letters(asked=asked, now=timezone.now()),
        lambda stopped: (
            ngettext("Se detuvo %(n)s correo.", "Se detuvieron %(n)s correos.", stopped)
            % {"n": stopped}
        ),
    )


@require_POST
def close(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Close the round before its day."""
    asked = _get_round(request, cycle_id)
    user = signed_in_user(request)
    return _press(
        request,
        cycle_id,
        lambda: close_round(asked=asked, user=user, now=timezone.now()),
        lambda _closed: _("Consulta cerrada. Con lo que dijeron, confirme la agenda."),
    )


def _press(
    request: HttpRequest,
    cycle_id: int,
    act: Callable[[], Done],
    words: Callable[[Done], str],
) -> HttpResponse:
    """Do one thing and say how it went, on the page of the round."""
    try:
        messages.success(request, words(act()))
    except ConvocaError as error:
        messages.error(request, error.user_message())
    return redirect("agenda:round", cycle_id)


def _get_round(request: HttpRequest, cycle_id: int) -> AgendaRound:
    asked = last_round(get_visible_cycle(request.user, cycle_id, "coordinate"))
    if asked is None:
        raise NotFoundError(cycle_id)
    return asked


def _sent_words(sent: int) -> str:
    if not sent:
        return _("No había a quién escribir: hoy ya se les escribió, o no tienen correo.")
    return ngettext("Sale %(n)s correo.", "Salen %(n)s correos.", sent) % {"n": sent}
