"""The guide as an XLSForm: out, and in after a look at what it would be."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convoca.agenda.core.interviews.guide import fingerprint
from convoca.agenda.core.interviews.guide.needed import complete_guide
from convoca.agenda.core.interviews.xlsform import Reading
from convoca.agenda.errors import GuideDraftMovedError, GuideFileError
from convoca.agenda.forms.guide_files import GuideFileForm, ReadGuideForm, carry_guide
from convoca.agenda.queries.guides import base_guide, find_draft, get_guide, read_guide
from convoca.agenda.services.guide_drafts import replace_draft
from convoca.agenda.services.guide_files import read_guide_file, write_guide_file
from convoca.agenda.views.guide_faults import fault_lines
from convoca.agenda.views.guide_words import guide_lines
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.queries import signed_in_user
from convoca.foundation.sheets import sheet_name

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def export(request: HttpRequest, cycle_id: int, version: int) -> HttpResponse:
    """Give a version as a workbook."""
    cycle = get_visible_cycle(request.user, cycle_id, "interview")
    guide = get_guide(cycle.community, version)
    response = HttpResponse(write_guide_file(guide, cycle.community), content_type=WORKBOOK)
    parts = (_("pauta"), cycle.community.name, f"v{version}")
    name = sheet_name(*parts, on=timezone.localdate(), ending="xlsx")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Take a file and show what it would be, or what is wrong in it; nothing is kept."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    form = GuideFileForm(request.POST or None, request.FILES or None)
    reading = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            reading = read_guide_file(file.read(), file.name)
        except GuideFileError as error:
            form.add_error("file", error.user_message())
    is_read = reading is not None and reading.guide is not None
    status = 200 if request.method != "POST" or is_read else 422
    context = {**_shown(cycle, reading), "cycle": cycle, "form": form}
    return render(request, "agenda/guide_import.html", context, status=status)


@require_POST
def keep(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Make what was read the draft."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    form = ReadGuideForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("La pauta no llegó entera. Suba el archivo otra vez."))
        return redirect("agenda:guide_import", cycle_id)
    guide = form.cleaned_data["guide"]
    try:
        replace_draft(
            community=cycle.community,
            content=guide,
            seen=form.cleaned_data["seen"],
            user=signed_in_user(request),
            now=timezone.now(),
        )
    except GuideDraftMovedError as error:
        shown = _shown(cycle, Reading(guide, ()))
        context = {**shown, "cycle": cycle, "form": GuideFileForm(), "error": error.user_message()}
        return render(request, "agenda/guide_import.html", context, status=409)
    messages.success(request, _("Quedó como borrador. Revísela y póngala en uso cuando quiera."))
    return redirect("agenda:guide_draft", cycle_id)


def _shown(cycle: Cycle, reading: Reading | None) -> dict[str, object]:
    """Return what the page says of a reading."""
    draft = find_draft(cycle.community)
    if reading is None or reading.guide is None:
        faults = fault_lines(reading.faults) if reading else []
        return {"draft": draft, "faults": faults}
    whole = complete_guide(reading.guide, base_guide())
    known = {question.id for question in reading.guide.questions}
    return {
        "draft": draft,
        "faults": fault_lines(reading.faults),
        "guide": whole,
        "sections": guide_lines(whole),
        "added": [one.label for one in whole.questions if one.id not in known],
        "carried": carry_guide(whole, seen=fingerprint(read_guide(draft) if draft else None)),
    }
