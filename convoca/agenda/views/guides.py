"""The guide of the interviews: what it asks, its versions, and a trial of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from convoca.agenda.core.interviews.walk import Step, Walk, plan_walk
from convoca.agenda.forms.guide_trial import keep_trial, read_trial, write_trial
from convoca.agenda.forms.steps import StepForm
from convoca.agenda.queries.guides import (
    base_guide,
    find_draft,
    get_guide,
    guide_versions,
    is_guide_used,
    read_guide,
    themes_to_show,
)
from convoca.agenda.views.guide_words import guide_lines
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import signed_in_user
from convoca.directory.queries.access import may

SEED = 1


@require_safe
def guide(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show the version in use, and those before it."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    versions = list(guide_versions(cycle.community))
    latest = versions[0] if versions else None
    content = read_guide(latest) if latest else base_guide()
    is_used = latest is not None and is_guide_used(latest)
    context = {
        "cycle": cycle,
        "versions": versions,
        "latest": latest,
        "version": latest.version if latest else 1,
        "draft": find_draft(cycle.community),
        "guide": content,
        "sections": guide_lines(content),
        "can_edit": may(signed_in_user(request), "coordinate", cycle.community),
        "can_undo": len(versions) > 1 and not is_used,
    }
    return render(request, "agenda/guide.html", context)


@require_safe
def version(request: HttpRequest, cycle_id: int, version: int) -> HttpResponse:
    """Show one version as it was."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    content = get_guide(cycle.community, version)
    context = {
        "cycle": cycle,
        "version": version,
        "guide": content,
        "sections": guide_lines(content),
    }
    return render(request, "agenda/guide_version.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def trial(request: HttpRequest, cycle_id: int, version: int) -> HttpResponse:
    """Walk through a version as a director does; nothing is saved."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    content = get_guide(cycle.community, version)
    themes = themes_to_show(cycle.community)
    values = read_trial(request.POST.get("answers", ""))
    walk = plan_walk(content, themes, values, seed=SEED)
    step = walk.find(request.POST.get("step", ""))
    form = None
    if step and "back" not in request.POST:
        form = StepForm(request.POST, step=step, walk=walk)
        kept = keep_trial(step, walk, form.answer) if form.is_valid() else None
        if kept is not None:
            values[step.id] = kept
            walk = plan_walk(content, themes, values, seed=SEED)
            step, form = walk.after(step), None
    elif step is None:
        step = walk.steps[0]
    return _show_trial(request, cycle, version, walk, values, step, form)


def _show_trial(
    request: HttpRequest,
    cycle: Cycle,
    version: int,
    walk: Walk,
    values: dict[str, object],
    step: Step | None,
    form: StepForm | None,
) -> HttpResponse:
    context: dict[str, object] = {
        "cycle": cycle,
        "version": version,
        "draft": find_draft(cycle.community),
        "walk": walk,
        "answers": write_trial(values),
        "step": step,
    }
    status = 422 if form else 200
    if step:
        form = form or StepForm(None, step=step, walk=walk, value=values.get(step.id))
        context |= {"form": form, "place": walk.place(step), "before": walk.before(step)}
    return render(request, "agenda/guide_trial.html", context, status=status)
