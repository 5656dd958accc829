"""The WhatsApp group of the community: its link, who has it, who joined."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from convoca.convening.forms.seats import GroupLinkForm
from convoca.convening.queries import (
    current_group_link,
    is_group_open,
    list_group_candidates,
    list_group_members,
)
from convoca.convening.services import (
    GroupState,
    give_group_link,
    mark_group_member,
    set_group_link,
)
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import email_of
from convoca.foundation.errors import ConvocaError


@require_safe
def group(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show the group."""
    return _page(request, get_visible_cycle(request.user, cycle_id, "coordinate"), GroupLinkForm())


@require_POST
def keep_link(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Keep the link of the group, in the place of the one before."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    form = GroupLinkForm(request.POST)
    if not form.is_valid():
        return _page(request, cycle, form)
    try:
        set_group_link(community=cycle.community, url=form.cleaned_data["url"], now=timezone.now())
    except ConvocaError as error:
        form.add_error("url", error.user_message())
        return _page(request, cycle, form)
    messages.success(request, _("Enlace guardado."))
    return redirect("convening:group", cycle.pk)


@require_POST
def give_link(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Give the link to those who came and do not have it yet."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    try:
        given = give_group_link(
            cycle=cycle, invitations=list_group_candidates(cycle), now=timezone.now()
        )
    except ConvocaError as error:
        return _page(request, cycle, GroupLinkForm(), error=error.user_message())
    words = ngettext(
        "Enlace entregado a %(n)s persona.", "Enlace entregado a %(n)s personas.", given
    )
    messages.success(request, words % {"n": given})
    return redirect("convening:group", cycle.pk)


@require_POST
def mark_member(request: HttpRequest, cycle_id: int, member_id: int) -> HttpResponse:
    """Note that somebody joined or left, or take it back."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    member = get_object_or_404(list_group_members(cycle.community), pk=member_id)
    state = request.POST.get("state", "")
    if state not in set(GroupState):
        return _page(request, cycle, GroupLinkForm(), error=_("Elija si entró o si salió."))
    mark_group_member(membership=member, state=GroupState(state), now=timezone.now())
    return redirect("convening:group", cycle.pk)


def _page(
    request: HttpRequest, cycle: Cycle, form: GroupLinkForm, *, error: str = ""
) -> HttpResponse:
    members = list(list_group_members(cycle.community))
    context = {
        "cycle": cycle,
        "form": form,
        "error": error,
        "link": current_group_link(cycle.community),
        "is_open": is_group_open(cycle),
        "candidates": list_group_candidates(cycle),
        "members": [(member, email_of(member.person)) for member in members],
        "joined": sum(bool(each.joined_at and not each.left_at) for each in members),
    }
    status = 409 if error else 422 if form.is_bound else 200
    return render(request, "convening/group.html", context, status=status)
