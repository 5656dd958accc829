"""The word of the coordinator: what the rule gives, or other themes with a reason."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from convoca.agenda.core.rule.words import explain_approval, percent_words
from convoca.agenda.errors import AgendaConfirmedError
from convoca.agenda.forms.agendas import OverrideForm, ReasonForm, RuleForm
from convoca.agenda.models import Agenda
from convoca.agenda.queries import DraftAgenda, done_interviews, find_agenda
from convoca.agenda.services import confirm_agenda
from convoca.agenda.services.agendas import Measure
from convoca.agenda.views.agenda import draft_as_asked, rule_form
from convoca.agenda.views.telling import headline
from convoca.convening.queries import accepted_invitations
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.models import User
from convoca.foundation.errors import ConvocaError
from convoca.ui.frames import Confirmation


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Ask before confirming what the rule proposes; then confirm it."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    rule = rule_form(request, cycle)
    if request.method != "POST" and find_agenda(cycle) is not None:
        return redirect("agenda:agenda", cycle_id)
    posted = request.POST if request.method == "POST" else None
    reason = None if rule.is_usual else ReasonForm(posted)
    if posted is None or (reason is not None and not reason.is_valid()):
        context = _question(cycle, draft_as_asked(cycle, rule), rule)
        status = 200 if posted is None else 422
        return render(request, "agenda/confirm.html", {**context, "form": reason}, status=status)
    try:
        _confirm(request, cycle, rule, reason)
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        messages.success(request, _("Agenda confirmada. Lo que sigue: el plan de trabajo."))
    return redirect(reverse("agenda:agenda", args=[cycle_id]) + rule.query)


def _confirm(
    request: HttpRequest, cycle: Cycle, rule: RuleForm, reason: ReasonForm | None
) -> Agenda:
    return confirm_agenda(
        cycle=cycle,
        chosen=None,
        reason="",
        user=cast("User", request.user),
        now=timezone.now(),
        required_kinds=rule.required_kinds,
        measure=Measure(rule.approval, reason.cleaned_data["parameters_reason"] if reason else ""),
        seen_hash=request.POST.get("seen"),
    )


def _question(cycle: Cycle, draft: DraftAgenda, rule: RuleForm) -> dict[str, object]:
    if not draft.agenda.chosen:
        return {"cycle": cycle, "confirmation": None}
    confirmation = Confirmation(
        question=_("¿Confirmar esta agenda?"),
        button=_("Confirmar agenda"),
        action_url=reverse("agenda:confirm", args=[cycle.pk]),
        cancel_url=reverse("agenda:agenda", args=[cycle.pk]) + rule.query,
        facts=_facts(cycle, draft, rule),
        hidden=[("seen", draft.agenda.input_hash), *rule.hidden],
    )
    return {"cycle": cycle, "confirmation": confirmation}


def _facts(cycle: Cycle, draft: DraftAgenda, rule: RuleForm) -> list[str]:
    accepted, done = accepted_invitations(cycle).count(), done_interviews(cycle).count()
    themes = [
        f"{number}. {draft.titles[theme]}"
        for number, theme in enumerate(draft.agenda.chosen_ids, 1)
    ]
    nobody = percent_words(draft.agenda.certificate.nobody_share)
    return [
        *themes,
        _("%(done)s de %(accepted)s entrevistas hechas.") % {"done": done, "accepted": accepted},
        _("%(share)s de los directores no tiene ningún tema suyo.") % {"share": nobody},
        *([] if rule.is_usual else [explain_approval(rule.approval)]),
        _("Las entrevistas se cierran: las respuestas ya no cambian en este ciclo."),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def override(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Choose other themes, or another order, with a written reason."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    rule = rule_form(request, cycle)
    if find_agenda(cycle) is not None:
        messages.info(request, AgendaConfirmedError(cycle_id).user_message())
        return redirect("agenda:agenda", cycle_id)
    draft = draft_as_asked(cycle, rule)
    posted = request.POST if request.method == "POST" else None
    form = OverrideForm(
        posted,
        themes=draft.ballots.themes,
        sessions=draft.ballots.sessions,
        proposed=draft.chosen_theme_ids,
    )
    context = {"cycle": cycle, "form": form, "rule": rule, "headline": headline(draft)}
    if posted is None or not form.is_valid():
        status = 200 if posted is None else 422
        return render(request, "agenda/override.html", context, status=status)
    try:
        _confirm_chosen(request, cycle, rule, form)
    except ConvocaError as error:
        context["error"] = error.user_message()
        return render(request, "agenda/override.html", context, status=409)
    messages.success(request, _("Agenda confirmada con los temas que eligió."))
    return redirect("agenda:agenda", cycle_id)


def _confirm_chosen(
    request: HttpRequest, cycle: Cycle, rule: RuleForm, form: OverrideForm
) -> Agenda:
    return confirm_agenda(
        cycle=cycle,
        chosen=form.chosen,
        reason=form.cleaned_data["reason"],
        user=cast("User", request.user),
        now=timezone.now(),
        required_kinds=rule.required_kinds,
        measure=Measure(rule.approval, form.cleaned_data["reason"]),
    )
