"""The agenda: what the rule proposes, why, who is left out; and the word of the coordinator."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from convoca.agenda.core.rule.words import percent_words
from convoca.agenda.errors import AgendaConfirmedError
from convoca.agenda.forms.agendas import OverrideForm
from convoca.agenda.models import Agenda
from convoca.agenda.queries import (
    DraftAgenda,
    confirmed_draft,
    done_interviews,
    draft_agenda,
    find_agenda,
)
from convoca.agenda.queries.statements import count_by_theme, quotes_by_theme
from convoca.agenda.services import confirm_agenda
from convoca.agenda.views.pictures import describe, headline
from convoca.convening.queries import accepted_invitations
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.models import Settlement, User
from convoca.directory.queries import may
from convoca.foundation.errors import ConvocaError
from convoca.ui.frames import Confirmation


@require_safe
def agenda(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show the confirmed agenda, or the one that the rule proposes now."""
    cycle = get_visible_cycle(request.user, cycle_id, "read")
    confirmed = find_agenda(cycle)
    required = [] if confirmed else _required(request.GET.getlist("require"))
    draft = (
        confirmed_draft(confirmed) if confirmed else draft_agenda(cycle, required_kinds=required)
    )
    context: dict[str, object] = {
        "cycle": cycle,
        "confirmed": confirmed,
        "interviewed": draft.interviewed,
        "accepted": accepted_invitations(cycle).count(),
        "regions": draft.region_count,
        "may_confirm": may(cast("User", request.user), "coordinate", cycle.community),
    }
    if draft.interviewed:
        context |= _told(cycle, draft) | _constraint(request, draft, required)
        context["query"] = request.GET.urlencode()
    return render(request, "agenda/agenda.html", context)


def _told(cycle: Cycle, draft: DraftAgenda) -> dict[str, object]:
    quotes = quotes_by_theme(cycle, draft.chosen_theme_ids)
    return describe(draft, quotes, count_by_theme(cycle))


def _constraint(request: HttpRequest, draft: DraftAgenda, required: list[str]) -> dict[str, object]:
    heard = {voter.kind for voter in draft.ballots.voters}
    kinds = [(kind, kind in required) for kind in _kinds() if kind in heard]
    return {"kinds": kinds, "path": request.path}


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Ask before confirming what the rule proposes; then confirm it."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    asked = request.POST if request.method == "POST" else request.GET
    required = _required(asked.getlist("require"))
    if request.method != "POST":
        if find_agenda(cycle) is not None:
            return redirect("agenda:agenda", cycle_id)
        draft = draft_agenda(cycle, required_kinds=required)
        context = {"cycle": cycle, "draft": draft, "confirmation": _question(cycle, draft)}
        return render(request, "agenda/confirm.html", context)
    try:
        confirm_agenda(
            cycle=cycle,
            chosen=None,
            reason="",
            user=cast("User", request.user),
            now=timezone.now(),
            required_kinds=required,
            seen_hash=request.POST.get("seen"),
        )
    except ConvocaError as error:
        messages.error(request, error.user_message())
        return redirect("agenda:agenda", cycle_id)
    messages.success(request, _("Agenda confirmada. Lo que sigue: el plan de trabajo."))
    return redirect("agenda:agenda", cycle_id)


def _question(cycle: Cycle, draft: DraftAgenda) -> Confirmation | None:
    if not draft.agenda.chosen:
        return None
    accepted, done = accepted_invitations(cycle).count(), done_interviews(cycle).count()
    themes = [
        f"{number}. {draft.titles[theme]}"
        for number, theme in enumerate(draft.agenda.chosen_ids, 1)
    ]
    return Confirmation(
        question=_("¿Confirmar esta agenda?"),
        button=_("Confirmar agenda"),
        action_url=reverse("agenda:confirm", args=[cycle.pk]),
        cancel_url=reverse("agenda:agenda", args=[cycle.pk]),
        facts=[
            *themes,
            _("%(done)s de %(accepted)s entrevistas hechas.")
            % {"done": done, "accepted": accepted},
            _("%(share)s de los directores no tiene ningún tema suyo.")
            % {"share": percent_words(draft.agenda.certificate.nobody_share)},
            _("Las entrevistas se cierran: las respuestas ya no cambian en este ciclo."),
        ],
        hidden=[
            ("seen", draft.agenda.input_hash),
            *(("require", kind) for kind in draft.ballots.required_kinds),
        ],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def override(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Choose other themes, or another order, with a written reason."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    draft = draft_agenda(cycle)
    posted = request.POST if request.method == "POST" else None
    form = OverrideForm(
        posted,
        themes=draft.ballots.themes,
        sessions=draft.ballots.sessions,
        proposed=draft.chosen_theme_ids,
    )
    context: dict[str, object] = {"cycle": cycle, "form": form, "headline": headline(draft)}
    if find_agenda(cycle) is not None:
        messages.info(request, AgendaConfirmedError(cycle_id).user_message())
        return redirect("agenda:agenda", cycle_id)
    if posted is None or not form.is_valid():
        status = 200 if posted is None else 422
        return render(request, "agenda/override.html", context, status=status)
    try:
        _confirm_chosen(request, cycle, form)
    except ConvocaError as error:
        context["error"] = error.user_message()
        return render(request, "agenda/override.html", context, status=409)
    messages.success(request, _("Agenda confirmada con los temas que eligió."))
    return redirect("agenda:agenda", cycle_id)


def _confirm_chosen(request: HttpRequest, cycle: Cycle, form: OverrideForm) -> Agenda:
    return confirm_agenda(
        cycle=cycle,
        chosen=form.chosen,
        reason=form.cleaned_data["reason"],
        user=cast("User", request.user),
        now=timezone.now(),
    )


def _required(kinds: list[str]) -> list[str]:
    return sorted(set(kinds).intersection(_kinds()))


def _kinds() -> list[str]:
    """Return how the ballots call each kind of municipality."""
    return [str(label) for label in Settlement.labels]
