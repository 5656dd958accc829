"""The WhatsApp group of the community: its link, who has it, who joined."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from convoca.convening.core.group_roll import GroupRoll, Pair
from convoca.convening.forms.seats import GroupLinkForm
from convoca.convening.models import GroupMembership
from convoca.convening.queries import (
    current_group_link,
    group_roll,
    is_group_open,
    last_giving,
    list_group_candidates,
    list_group_members,
    list_group_renewals,
)
from convoca.convening.services import (
    GroupState,
    give_group_link,
    mark_group_member,
    renew_group_link,
    set_group_link,
    undo_group_link,
)
from convoca.convening.views.batches import read_batch
from convoca.convening.views.board import PAGE_ROWS
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import email_of
from convoca.foundation.errors import ConvocaError

APART = "apart"


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
    return _given(request, cycle, given)


@require_POST
def renew_link(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Give the new link to those who have the one of before."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    try:
        given = renew_group_link(cycle=cycle, now=timezone.now())
    except ConvocaError as error:
        return _page(request, cycle, GroupLinkForm(), error=error.user_message())
    return _given(request, cycle, given)


@require_POST
def undo_giving(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Take back the links just given, as far as their mails still wait."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    try:
        result = undo_group_link(cycle=cycle, batch=read_batch(request))
    except ConvocaError as error:
        return _page(request, cycle, GroupLinkForm(), error=error.user_message())
    told = ngettext(
        "Deshecho: %(n)s persona queda como antes.",
        "Deshecho: %(n)s personas quedan como antes.",
        result.undone,
    )
    messages.success(request, told % {"n": result.undone})
    return redirect("convening:group", cycle.pk)


@require_POST
def mark_member(request: HttpRequest, cycle_id: int, member_id: int) -> HttpResponse:
    """Note that somebody joined, left or was removed, or take it back."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    member = get_object_or_404(list_group_members(cycle.community), pk=member_id)
    state = request.POST.get("state", "")
    if state not in set(GroupState):
        return _page(request, cycle, GroupLinkForm(), error=_("Elija si entró o si salió."))
    mark_group_member(membership=member, state=GroupState(state), now=timezone.now())
    place = {name: request.POST.get(name, "") for name in ("estado", "page")}
    query = urlencode({name: value for name, value in place.items() if value})
    address = reverse("convening:group", args=[cycle.pk])
    return redirect(f"{address}?{query}" if query else address)


def state_words(state: str) -> str:
    """Return a list of people in the group as its link is called."""
    return {
        GroupState.GIVEN: _("con el enlace, sin entrar"),
        GroupState.JOINED: _("en el grupo"),
        GroupState.LEFT: _("salieron"),
        GroupState.REMOVED: _("se les retiró"),
        APART: _("en el grupo, sin participar en este ciclo"),
    }[state]


def _given(request: HttpRequest, cycle: Cycle, given: int) -> HttpResponse:
    words = ngettext(
        "Enlace entregado a %(n)s persona.", "Enlace entregado a %(n)s personas.", given
    )
    messages.success(request, words % {"n": given})
    return redirect("convening:group", cycle.pk)


def _page(
    request: HttpRequest, cycle: Cycle, form: GroupLinkForm, *, error: str = ""
) -> HttpResponse:
    roll, accepted = group_roll(cycle)
    members = list(list_group_members(cycle.community))
    chosen = request.GET.get("estado", "")
    shown = [one for one in members if not chosen or _list_of(one, accepted) == chosen]
    page = Paginator(shown, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "cycle": cycle,
        "form": form,
        "error": error,
        "link": current_group_link(cycle.community),
        "is_open": is_group_open(cycle),
        "candidates": list_group_candidates(cycle),
        "renewals": len(list_group_renewals(cycle)),
        "undo": last_giving(cycle, now=timezone.now()),
        "roll": roll,
        "members": len(members),
        "lists": _lists(roll),
        "chosen": chosen,
        "page": page,
        "rows": [(member, email_of(member.person)) for member in page],
    }
    status = 409 if error else 422 if form.is_bound else 200
    return render(request, "convening/group.html", context, status=status)


def _list_of(member: GroupMembership, accepted: set[Pair]) -> str:
    """Return the list of the page that counts somebody; "" for who was in the group once."""
    if member.pair in accepted:
        return member.state
    return APART if member.state is GroupState.JOINED else ""


def _lists(roll: GroupRoll) -> list[tuple[str, str, int]]:
    """Return the lists that hold anybody: value, words, count."""
    counts: dict[str, int] = {state: getattr(roll, state) for state in (*GroupState, APART)}
    return [(state, state_words(state), count) for state, count in counts.items() if count]
