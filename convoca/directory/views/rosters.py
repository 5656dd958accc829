"""Rosters: upload, look, decide, load, undo."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from convoca.directory.core.sheets import RosterFileError
from convoca.directory.core.sheets.decoding import ENCODINGS
from convoca.directory.errors import RosterSettledError
from convoca.directory.forms.rosters import (
    SUBJECTS,
    PostedDecisions,
    RosterForm,
    read_columns,
    read_decisions,
    read_encoding,
    read_sheet_names,
)
from convoca.directory.models import Community, RosterImport
from convoca.directory.queries import get_visible_community, preview_import, signed_in_user
from convoca.directory.queries.roster_page import roster_page
from convoca.directory.queries.rosters import (
    get_visible_import,
    list_recent_imports,
    reading_of,
)
from convoca.directory.services import (
    ROSTER_READING,
    accept_proposals,
    drop_roster,
    keep_decisions,
    keep_draft,
    load_roster,
    map_columns,
    take_replacements,
    undo_roster,
)
from convoca.foundation.errors import ConvocaError, NotFoundError
from convoca.foundation.works import latest_work

State = RosterImport.State
ROWS_A_PAGE = 100
REFRESH_S = "2"


def roster_new(request: HttpRequest, community_id: int) -> HttpResponse:
    """Take a file; one that cannot be read is refused with a sentence and not kept."""
    community = get_visible_community(request.user, community_id, "coordinate")
    form = RosterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            draft = keep_draft(
                association=community.association,
                kind=community.kind,
                file_name=file.name,
                content=file.read(),
                user=signed_in_user(request),
                now=timezone.now(),
            )
        except RosterFileError as error:
            form.add_error("file", error.sentence)
        else:
            return redirect("directory:roster", community.pk, draft.pk)
    status = 422 if request.method == "POST" else 200
    recent = list_recent_imports(community.association, community.kind)
    context = {"form": form, "community": community, "recent": recent}
    return render(request, "directory/roster_new.html", context, status=status)


def roster(request: HttpRequest, community_id: int, import_id: int) -> HttpResponse:
    """Show row by row what loading would do; or how far the reading is, or what became of it."""
    community, draft = _find(request, community_id, import_id)
    context: dict[str, object] = {"community": community, "roster": draft}
    if draft.state in {State.READING, State.FAILED}:
        context["work"] = latest_work(ROSTER_READING, draft.pk)
    if draft.state == State.READING:
        response = render(request, "directory/roster_reading.html", context)
        response["Refresh"] = REFRESH_S
        return response
    if draft.state != State.DRAFT:
        return render(request, "directory/roster_done.html", context)
    context |= {"subjects": SUBJECTS, "encodings": ENCODINGS}
    reading = reading_of(draft)
    if not reading.is_usable:
        context["reading"] = reading
        return render(request, "directory/roster_columns.html", context)
    page = roster_page(preview_import(draft), request.GET.get("ver", ""))
    rows = Paginator(page.rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context |= {"page": page, "preview": page.preview, "reading": reading, "rows": rows}
    return render(request, "directory/roster.html", context)


@require_POST
def roster_columns(request: HttpRequest, community_id: int, import_id: int) -> HttpResponse:
    """Read the file again with what a person says of its columns."""
    community, draft = _find(request, community_id, import_id)
    if draft.state != State.DRAFT:
        return redirect("directory:roster", community.pk, draft.pk)
    try:
        map_columns(
            roster=draft,
            columns=read_columns(request.POST, reading_of(draft).sheets),
            sheets=read_sheet_names(request.POST),
            encoding=read_encoding(request.POST),
            user=signed_in_user(request),
            now=timezone.now(),
        )
    except RosterFileError as error:
        messages.error(request, error.sentence)
    except RosterSettledError as error:
        messages.error(request, error.user_message())
    return redirect("directory:roster", community.pk, draft.pk)


@require_POST
def roster_decide(request: HttpRequest, community_id: int, import_id: int) -> HttpResponse:
    """Keep what was decided about the rows of a page, and show them again."""
    community, draft = _find(request, community_id, import_id)
    decided = read_decisions(request.POST)
    many = MANY.get(request.POST.get("all", ""))
    if _keep(request, draft, decided):
        if many is not None:
            many(roster=draft, shown=decided.shown)
        messages.success(request, _("Sus decisiones quedaron guardadas."))
    return _back(request, community, draft)


MANY: dict[str, Callable[..., RosterImport]] = {
    "proposals": accept_proposals,
    "replacements": take_replacements,
}


@require_POST
def roster_load(request: HttpRequest, community_id: int, import_id: int) -> HttpResponse:
    """Load what was seen, with what was decided on this page; nothing unseen is loaded."""
    community, draft = _find(request, community_id, import_id)
    decided = read_decisions(request.POST)
    if decided.comunas:
        _keep(request, draft, decided)
        messages.info(request, _("Con esas comunas hay filas nuevas: mírelas y cargue."))
        return _back(request, community, draft)
    try:
        loaded = load_roster(
            roster=draft,
            fingerprint=request.POST.get("fingerprint", ""),
            shown_rows=decided.shown,
            replaced_rows=decided.taken,
            skipped_rows=decided.skipped,
            large_population=settings.COUNTRY["large_population"],
            now=timezone.now(),
        )
    except ConvocaError as error:
        messages.error(request, error.user_message())
        _keep(request, draft, decided)
        return _back(request, community, draft)
    count = loaded.counts["loaded"]
    said = ngettext("Se cargó %(count)s fila.", "Se cargaron %(count)s filas.", count)
    messages.success(request, said % {"count": count})
    return redirect("directory:roster", community.pk, draft.pk)


@require_POST
def roster_drop(request: HttpRequest, community_id: int, import_id: int) -> HttpResponse:
    """Drop the file without loading it, also while it is read."""
    community, draft = _find(request, community_id, import_id)
    try:
        drop_roster(roster=draft, now=timezone.now())
    except RosterSettledError as error:
        messages.error(request, error.user_message())
    else:
        messages.success(request, _("La nómina se descartó; no se cargó nada."))
    return redirect("directory:roster_new", community.pk)


@require_POST
def roster_undo(request: HttpRequest, community_id: int, import_id: int) -> HttpResponse:
    """Take back a loaded roster while nothing depends on it."""
    community, draft = _find(request, community_id, import_id)
    try:
        undo_roster(roster=draft, now=timezone.now())
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        messages.success(request, _("La carga se deshizo: todo quedó como estaba antes."))
    return redirect("directory:roster", community.pk, draft.pk)


def _keep(request: HttpRequest, draft: RosterImport, decided: PostedDecisions) -> bool:
    """Keep the decisions of a page; say so where the roster no longer waits for any."""
    try:
        keep_decisions(
            roster=draft,
            comunas=decided.comunas,
            shown=decided.shown,
            taken=decided.taken,
            skipped=decided.skipped,
        )
    except RosterSettledError as error:
        messages.error(request, error.user_message())
        return False
    return True


def _back(request: HttpRequest, community: Community, draft: RosterImport) -> HttpResponse:
    """Go back to the list the person was in."""
    query = request.GET.urlencode()
    address = reverse("directory:roster", args=[community.pk, draft.pk])
    return redirect(f"{address}?{query}" if query else address)


def _find(
    request: HttpRequest, community_id: int, import_id: int
) -> tuple[Community, RosterImport]:
    community = get_visible_community(request.user, community_id, "coordinate")
    draft = get_visible_import(signed_in_user(request), import_id)
    if draft.kind_id != community.kind_id:
        raise NotFoundError(import_id)
    return community, draft
