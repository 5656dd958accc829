"""Persons that are in the directory twice: look, make one, undo."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from convoca.directory.models import Community, Person
from convoca.directory.queries import get_visible_community, signed_in_user
from convoca.directory.queries.merges import (
    find_duplicates,
    get_visible_merge,
    get_visible_person,
    list_recent_merges,
)
from convoca.directory.services import merge_people, preview_merge, undo_merge
from convoca.foundation.errors import ConvocaError, NotFoundError
from convoca.foundation.numbers import read_id

PAIRS_A_PAGE = 50


@require_GET
def duplicates(request: HttpRequest, community_id: int) -> HttpResponse:
    """List who may be in the directory twice, and what was made one lately."""
    community = get_visible_community(request.user, community_id, "coordinate")
    pairs = Paginator(find_duplicates(community), PAIRS_A_PAGE).get_page(request.GET.get("page"))
    context = {"community": community, "pairs": pairs, "merges": list_recent_merges(community)}
    return render(request, "directory/duplicates.html", context)


@require_GET
def merge_preview(request: HttpRequest, community_id: int) -> HttpResponse:
    """Show the two persons side by side and what would move."""
    community = get_visible_community(request.user, community_id, "coordinate")
    keep, drop = _pair(community, request.GET)
    context: dict[str, object] = {"community": community, "keep": keep, "drop": drop}
    status = 200
    try:
        context["preview"] = preview_merge(keep=keep, drop=drop)
    except ConvocaError as error:
        context["error"], status = error.user_message(), 409
    return render(request, "directory/merge.html", context, status=status)


@require_POST
def merge(request: HttpRequest, community_id: int) -> HttpResponse:
    """Make one person of two."""
    community = get_visible_community(request.user, community_id, "coordinate")
    keep, drop = _pair(community, request.POST)
    try:
        merge_people(keep=keep, drop=drop, user=signed_in_user(request), now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        said = _("%(name)s quedó una sola vez. Abajo puede deshacerlo.")
        messages.success(request, said % {"name": keep.name})
    return redirect("directory:duplicates", community.pk)


@require_POST
def merge_undo(request: HttpRequest, community_id: int) -> HttpResponse:
    """Make two persons again."""
    community = get_visible_community(request.user, community_id, "coordinate")
    done = get_visible_merge(community, read_id(request.POST.get("merge")))
    try:
        undo_merge(merge=done, now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        messages.success(request, _("Son dos personas otra vez, cada una con lo suyo."))
    return redirect("directory:duplicates", community.pk)


def _pair(community: Community, data: QueryDict) -> tuple[Person, Person]:
    keep, drop = read_id(data.get("queda")), read_id(data.get("sale"))
    if keep == drop:
        raise NotFoundError(keep)
    return get_visible_person(community, keep), get_visible_person(community, drop)
