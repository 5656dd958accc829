"""The agenda: what the rule proposes, why, who is left out; and the ballots behind it."""

import json
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from convoca.agenda.core.rule.ballots import ballots_to_dict
from convoca.agenda.forms.agendas import RuleForm
from convoca.agenda.models import Agenda
from convoca.agenda.queries import DraftAgenda, confirmed_draft, draft_agenda, find_agenda
from convoca.agenda.queries.ballots import requirable_kinds
from convoca.agenda.queries.codebook import version_of
from convoca.agenda.queries.statements import count_by_theme
from convoca.agenda.queries.theme_quotes import quotes_behind
from convoca.agenda.views.pictures import choose_people, pictures
from convoca.agenda.views.telling import describe
from convoca.convening.queries import accepted_invitations
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.models import User
from convoca.directory.queries import may


@require_safe
def agenda(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show the confirmed agenda, or the one that the rule proposes now."""
    cycle = get_visible_cycle(request.user, cycle_id, "read")
    confirmed = find_agenda(cycle)
    form = rule_form(request, cycle)
    draft = confirmed_draft(confirmed) if confirmed else draft_as_asked(cycle, form)
    context: dict[str, object] = {
        "cycle": cycle,
        "confirmed": confirmed,
        "draft": draft,
        "form": form,
        "accepted": None if confirmed else accepted_invitations(cycle).count(),
        "may_confirm": may(cast("User", request.user), "coordinate", cycle.community),
    }
    if draft.interviewed:
        shown = choose_people(request.GET, draft.ballots)
        context |= _told(cycle, draft, confirmed) | pictures(draft, shown, cycle.pk)
    return render(request, "agenda/agenda.html", context)


def rule_form(request: HttpRequest, cycle: Cycle) -> RuleForm:
    """Read how the rule is asked, from the address or from what was sent."""
    given = request.POST if request.method == "POST" else request.GET
    return RuleForm(given, kinds=requirable_kinds(cycle))


def draft_as_asked(cycle: Cycle, form: RuleForm) -> DraftAgenda:
    return draft_agenda(cycle, required_kinds=form.required_kinds, approval=form.approval)


def _told(cycle: Cycle, draft: DraftAgenda, confirmed: Agenda | None) -> dict[str, object]:
    """Gather the words; what a confirmed agenda stored is never counted again."""
    if confirmed is None:
        counts, version = count_by_theme(cycle), version_of(cycle.community)
        quotes = quotes_behind(cycle, draft.chosen_theme_ids)
    else:
        stored = confirmed.result.get("statements", {})
        counts = {int(theme): count for theme, count in stored.items()}
        version = confirmed.codebook_version
        quotes = quotes_behind(cycle, draft.chosen_theme_ids, at=confirmed.confirmed_at)
    return {**describe(draft, quotes, counts), "codebook_version": version}


@require_safe
def ballots(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Give the answers behind the agenda, without names, in the format of `agenda rank`."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    confirmed = find_agenda(cycle)
    document = (
        confirmed.ballots
        if confirmed
        else ballots_to_dict(draft_as_asked(cycle, rule_form(request, cycle)).ballots)
    )
    response = HttpResponse(
        json.dumps(document, ensure_ascii=False, indent=1), content_type="application/json"
    )
    response["Content-Disposition"] = f'attachment; filename="agenda-{cycle.pk}-respuestas.json"'
    response["Cache-Control"] = "no-store"
    return response
