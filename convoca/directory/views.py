"""Rosters: upload, look, decide, load."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from convoca.directory.core.sheets import RosterFileError
from convoca.directory.errors import RosterChangedError, RosterSettledError
from convoca.directory.forms.rosters import RosterForm, read_comuna_choices, read_replaced_rows
from convoca.directory.models import Community, RosterImport, User
from convoca.directory.queries import get_visible_community, preview_import, preview_roster
from convoca.directory.queries.rosters import get_visible_import
from convoca.directory.services import choose_comunas, drop_roster, keep_draft, load_roster
from convoca.foundation.errors import NotFoundError


def roster_new(request: HttpRequest, community_id: int) -> HttpResponse:
    """Take a file; one that cannot be read is refused with a sentence and not kept."""
    community = get_visible_community(request.user, community_id, "coordinate")
    form = RosterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            preview_roster(
                content=content, file_name=file.name, kind=community.kind, association=None
            )
        except RosterFileError as error:
            form.add_error("file", error.sentence)
        else:
            draft = keep_draft(
                association=community.association,
                kind=community.kind,
                file_name=file.name,
                content=content,
                user=_user(request),
                now=timezone.now(),
            )
            return redirect("directory:roster", community.pk, draft.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "community": community}
    return render(request, "directory/roster_new.html", context, status=status)


def roster(request: HttpRequest, community_id: int, import_id: int) -> HttpResponse:
    """Show row by row what loading would do."""
    community, draft = _find(request, community_id, import_id)
    if draft.state != RosterImport.State.DRAFT:
        return render(
            request, "directory/roster_done.html", {"community": community, "roster": draft}
        )
    context = {"community": community, "roster": draft, "preview": preview_import(draft)}
    return render(request, "directory/roster.html", context)


@require_POST
def roster_decide(request: HttpRequest, community_id: int, import_id: int) -> HttpResponse:
    """Keep which comunas the doubtful spellings mean, and show the rows again."""
    community, draft = _find(request, community_id, import_id)
    choose_comunas(roster=draft, choices=read_comuna_choices(request.POST))
    return redirect("directory:roster", community.pk, draft.pk)


@require_POST
def roster_load(request: HttpRequest, community_id: int, import_id: int) -> HttpResponse:
    """Load what was seen."""
    community, draft = _find(request, community_id, import_id)
    try:
        loaded = load_roster(
            roster=draft,
            fingerprint=request.POST.get("fingerprint", ""),
            replaced_rows=read_replaced_rows(request.POST),
            large_population=settings.COUNTRY["large_population"],
            now=timezone.now(),
        )
    except (RosterChangedError, RosterSettledError) as error:
        messages.error(request, error.user_message())
        return redirect("directory:roster", community.pk, draft.pk)
    count = loaded.counts["loaded"]
    said = ngettext("Se cargó %(count)s fila.", "Se cargaron %(count)s filas.", count)
    messages.success(request, said % {"count": count})
    return redirect("desk:community", community.pk)


@require_POST
def roster_drop(request: HttpRequest, community_id: int, import_id: int) -> HttpResponse:
    """Drop the file without loading it."""
    community, draft = _find(request, community_id, import_id)
    try:
        drop_roster(roster=draft)
    except RosterSettledError as error:
        messages.error(request, error.user_message())
    else:
        messages.success(request, _("La nómina se descartó; no se cargó nada."))
    return redirect("directory:roster_new", community.pk)


def _find(
    request: HttpRequest, community_id: int, import_id: int
) -> tuple[Community, RosterImport]:
    community = get_visible_community(request.user, community_id, "coordinate")
    draft = get_visible_import(_user(request), import_id)
    if draft.kind_id != community.kind_id:
        raise NotFoundError(import_id)
    return community, draft


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotFoundError
    return request.user
