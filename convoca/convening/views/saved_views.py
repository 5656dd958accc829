"""The views of the board that are kept under a name: own ones, and those of the team."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from convoca.convening.errors import SavedViewGoneError
from convoca.convening.forms.board import SavedViewForm
from convoca.convening.forms.filters import SeatFilter
from convoca.convening.models import SavedView
from convoca.convening.queries import dropped_view, list_saved_views, list_seat_rows
from convoca.convening.services import change_view, drop_view, restore_view, save_view
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.models import User
from convoca.directory.queries import signed_in_user
from convoca.foundation.errors import ConvocaError

BAD_REQUEST = 422


@require_http_methods(["GET", "HEAD", "POST"])
def views(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """List the views, or keep the filters of the board as one."""
    cycle, user = get_visible_cycle(request.user, cycle_id, "read"), signed_in_user(request)
    if request.method != "POST":
        return _show(request, cycle, user)
    form = SavedViewForm(request.POST)
    given = QueryDict(request.POST.get("query", ""))
    query = SeatFilter(given, list_seat_rows(cycle), today=timezone.localdate()).query
    if not form.is_valid():
        return _show(request, cycle, user, form=form, query=query)
    view = save_view(community=cycle.community, owner=user, query=query, **form.cleaned_data)
    messages.success(request, _("Vista «%(name)s» guardada.") % {"name": view.name})
    return redirect(f"{reverse('convening:board', args=[cycle.pk])}?{view.query}")


@require_POST
def change(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Rename a view, share it or keep it to oneself."""
    cycle, user = get_visible_cycle(request.user, cycle_id, "read"), signed_in_user(request)
    form = SavedViewForm(request.POST, auto_id="changed-%s")
    if not form.is_valid():
        return _show(request, cycle, user, changed=form)

    def act() -> str:
        change_view(view_id=_view_id(request), owner=user, **form.cleaned_data)
        return _("Vista guardada.")

    return _answer(request, cycle, act)


@require_POST
def drop(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Drop a view; the page offers to bring it back."""
    cycle, user = get_visible_cycle(request.user, cycle_id, "read"), signed_in_user(request)

    def act() -> str:
        view = drop_view(view_id=_view_id(request), owner=user, now=timezone.now())
        return _("Vista «%(name)s» borrada.") % {"name": view.name}

    return _answer(request, cycle, act)


@require_POST
def restore(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Bring back the view that was dropped last."""
    cycle, user = get_visible_cycle(request.user, cycle_id, "read"), signed_in_user(request)

    def act() -> str:
        view = restore_view(community=cycle.community, owner=user)
        return _("Vista «%(name)s» de vuelta.") % {"name": view.name}

    return _answer(request, cycle, act)


def _answer(request: HttpRequest, cycle: Cycle, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    return redirect("convening:views", cycle.pk)


def _view_id(request: HttpRequest) -> int:
    written = request.POST.get("view", "")
    if not (written.isascii() and written.isdecimal()):
        raise SavedViewGoneError(written)
    return int(written)


def _show(
    request: HttpRequest,
    cycle: Cycle,
    user: User,
    *,
    form: SavedViewForm | None = None,
    query: str = "",
    changed: SavedViewForm | None = None,
) -> HttpResponse:
    """Show the views; a form that was refused stands there as it was written."""
    found = list_saved_views(cycle.community, user)
    pressed = request.POST.get("view", "") if changed else ""
    own = [
        (view, changed if changed and str(view.pk) == pressed else _form_of(view))
        for view in found
        if view.owner_id == user.pk
    ]
    context = {
        "cycle": cycle,
        "own": own,
        "shared": [view for view in found if view.owner_id != user.pk],
        "dropped": dropped_view(cycle.community, user),
        "form": form,
        "query": query,
    }
    refused = form is not None or changed is not None
    status = BAD_REQUEST if refused else 200
    return render(request, "convening/board_views.html", context, status=status)


def _form_of(view: SavedView) -> SavedViewForm:
    given = {"name": view.name, "is_shared": view.is_shared}
    return SavedViewForm(initial=given, auto_id=f"view-{view.pk}-%s")
