"""The list of themes that every director rates."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from convoca.agenda.errors import NameTakenError
from convoca.agenda.forms.coding import ThemeForm
from convoca.agenda.models import Theme
from convoca.agenda.queries.guides import default_themes, list_themes
from convoca.agenda.services import (
    add_theme,
    edit_theme,
    ensure_themes,
    move_theme,
    set_theme_active,
)
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.foundation.errors import NotFoundError


@require_http_methods(["GET", "HEAD", "POST"])
def themes(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show the list; add a theme, or take the list of the kind to begin with."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    if request.method == "POST" and "begin" in request.POST:
        ensure_themes(community=cycle.community)
        return redirect("agenda:themes", cycle_id)
    posted = request.POST if request.method == "POST" else None
    form = ThemeForm(posted)
    if posted is None or not form.is_valid():
        status = 422 if posted is not None else 200
        return render(request, "agenda/themes.html", _list(cycle, form), status=status)
    try:
        add_theme(community=cycle.community, **form.cleaned_data)
    except NameTakenError as error:
        context = {**_list(cycle, form), "error": error.user_message()}
        return render(request, "agenda/themes.html", context, status=409)
    messages.success(request, _("Tema agregado al final de la lista."))
    return redirect("agenda:themes", cycle_id)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, cycle_id: int, theme_id: int) -> HttpResponse:
    """Give a theme another title or description."""
    cycle, theme = _get(request, cycle_id, theme_id)
    posted = request.POST if request.method == "POST" else None
    form = ThemeForm(posted, initial={"title": theme.title, "description": theme.description})
    context = {"cycle": cycle, "theme": theme, "form": form}
    if posted is None or not form.is_valid():
        return render(
            request, "agenda/theme.html", context, status=422 if posted is not None else 200
        )
    try:
        edit_theme(theme=theme, **form.cleaned_data)
    except NameTakenError as error:
        return render(
            request, "agenda/theme.html", {**context, "error": error.user_message()}, status=409
        )
    messages.success(request, _("Tema guardado."))
    return redirect("agenda:themes", cycle_id)


@require_POST
def move(request: HttpRequest, cycle_id: int, theme_id: int) -> HttpResponse:
    """Move a theme one place up or down."""
    _cycle, theme = _get(request, cycle_id, theme_id)
    if theme.is_active:
        move_theme(theme=theme, up=request.POST.get("way") == "up")
    return redirect("agenda:themes", cycle_id)


@require_POST
def set_state(request: HttpRequest, cycle_id: int, theme_id: int) -> HttpResponse:
    """Retire a theme, or bring it back."""
    _cycle, theme = _get(request, cycle_id, theme_id)
    active = request.POST.get("state") == "active"
    set_theme_active(theme=theme, active=active)
    messages.success(
        request,
        _("El tema vuelve a la lista.")
        if active
        else _("El tema sale de la lista; sus respuestas se guardan."),
    )
    return redirect("agenda:themes", cycle_id)


def _get(request: HttpRequest, cycle_id: int, theme_id: int) -> tuple[Cycle, Theme]:
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    theme = cycle.community.themes.filter(pk=theme_id).first()
    if theme is None:
        raise NotFoundError(theme_id)
    return cycle, theme


def _list(cycle: Cycle, form: ThemeForm) -> dict[str, object]:
    active = list_themes(cycle.community)
    return {
        "cycle": cycle,
        "form": form,
        "themes": active,
        "retired": list_themes(cycle.community, active=False),
        "suggested": [] if active else default_themes(cycle.community.kind),
    }
