"""Who makes interviews, and the interviews shared out among them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convoca.agenda.forms.interviewers import InterviewerForm
from convoca.agenda.queries.interviewers import (
    get_maker,
    interviewers_of,
    last_assignment,
    list_team,
    propose_sharing,
    regions_of,
)
from convoca.agenda.queries.interviews import is_closed
from convoca.agenda.services import (
    confirm_sharing,
    remove_interviewer,
    save_interviewer,
    undo_sharing,
)
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import ConvocaError


@require_safe
def interviewers(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show who may make interviews, who does, and what each has."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    team = list_team(cycle)
    context = {
        "cycle": cycle,
        "team": team,
        "making": sum(row.interviewer is not None for row in team),
        "assigned": sum(row.assigned for row in team),
        "is_closed": is_closed(cycle),
        "undoable": last_assignment(cycle),
    }
    return render(request, "agenda/interviewers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, cycle_id: int, user_id: int) -> HttpResponse:
    """Say where somebody makes interviews, in which languages, and how many."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    maker = get_maker(cycle.community, user_id)
    known = [one for one in interviewers_of(cycle.community) if one.user_id == maker.pk]
    form = InterviewerForm(
        request.POST if request.method == "POST" else None,
        regions=list(regions_of(cycle.community)),
        interviewer=known[0] if known else None,
    )
    if form.is_bound and form.is_valid():
        save_interviewer(community=cycle.community, user=maker, **form.cleaned_data)
        messages.success(request, _("%(name)s hace entrevistas.") % {"name": maker.name})
        return redirect("agenda:interviewers", cycle_id)
    context = {"cycle": cycle, "maker": maker, "form": form, "is_known": bool(known)}
    status = 422 if form.is_bound else 200
    return render(request, "agenda/interviewers_edit.html", context, status=status)


@require_POST
def remove(request: HttpRequest, cycle_id: int, user_id: int) -> HttpResponse:
    """Give somebody no more interviews."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    maker = get_maker(cycle.community, user_id)
    remove_interviewer(community=cycle.community, user=maker)
    said = _("%(name)s no recibe más entrevistas. Las que ya tiene siguen a su nombre.")
    messages.success(request, said % {"name": maker.name})
    return redirect("agenda:interviewers", cycle_id)


@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show who would have which interviews and why somebody would have nobody; then do it."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    asked = request.POST if request.method == "POST" else request.GET
    afresh, error = asked.get("afresh") == "1", ""
    if request.method == "POST":
        user, mark = signed_in_user(request), request.POST.get("mark", "")
        try:
            made = confirm_sharing(
                cycle=cycle, mark=mark, afresh=afresh, user=user, now=timezone.now()
            )
        except ConvocaError as refusal:
            error = refusal.user_message()
        else:
            messages.success(request, _shared_words(len(made.given)))
            return redirect("agenda:interviewers", cycle_id)
    proposal = propose_sharing(cycle, afresh=afresh)
    context = {"cycle": cycle, "proposal": proposal, "afresh": afresh, "error": error}
    context |= {"is_closed": is_closed(cycle), "changes": len(proposal.changes)}
    return render(request, "agenda/interviewers_share.html", context, status=409 if error else 200)


@require_POST
def undo_share(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Take the last sharing back while none of its interviews has begun."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    last = cycle.assignments.filter(undone_at__isnull=True).first()
    if last is None:
        messages.info(request, _("El reparto ya estaba deshecho."))
        return redirect("agenda:interviewers", cycle_id)
    try:
        undo_sharing(assignment=last, now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        messages.success(request, _("El reparto quedó deshecho."))
    return redirect("agenda:interviewers", cycle_id)


def _shared_words(count: int) -> str:
    words = ngettext("Se repartió %(n)s entrevista.", "Se repartieron %(n)s entrevistas.", count)
    return words % {"n": count}
