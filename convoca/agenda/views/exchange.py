"""Carrying codes and statements to other programs, and bringing them from there."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convoca.agenda.core.coding.refi.comparing import CodeFate, Miss
from convoca.agenda.core.coding.refi.writing import write_codebook, write_project
from convoca.agenda.forms.exchange import CarryForm
from convoca.agenda.queries.exchange import (
    ImportPlan,
    active_codes,
    codebook_document,
    coded_sheet,
    count_sendable,
    refi_code,
    refi_project,
    training_sheet,
    waiting_file,
)
from convoca.agenda.services.exchange import apply_file, carry_file, drop_file, read_plan
from convoca.cycles.models import Cycle
from convoca.cycles.queries import get_visible_cycle
from convoca.directory.models import User
from convoca.foundation.errors import ConvocaError
from convoca.foundation.sheets import sheet_name
from convoca.ui.downloads import answer_sheet

MOST_MISSED = 50
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Maker = Callable[[Cycle], bytes]


@require_http_methods(["GET", "HEAD", "POST"])
def exchange(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show what may be carried away; take a file that somebody brings."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    posted = request.method == "POST"
    form = CarryForm(request.POST, request.FILES) if posted else CarryForm()
    context = {"cycle": cycle, "form": form, "waiting": waiting_file(cycle)}
    context["sendable"], context["coded"] = count_sendable(cycle)
    context["codes"] = cycle.community.codes.filter(is_active=True).count()
    if not posted or not form.is_valid():
        return render(request, "agenda/exchange.html", context, status=422 if posted else 200)
    file = form.cleaned_data["file"]
    try:
        carry_file(
            cycle=cycle,
            name=file.name,
            content=file.read(),
            user=cast("User", request.user),
            now=timezone.now(),
        )
    except ConvocaError as error:
        context["error"] = error.user_message()
        return render(request, "agenda/exchange.html", context, status=422)
    return redirect("agenda:exchange_plan", cycle_id)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Show what the file that waits would change; then change it."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    carried = waiting_file(cycle)
    if carried is None:
        messages.info(request, _("No hay un archivo por traer."))
        return redirect("agenda:exchange", cycle_id)
    context = _plan_context(read_plan(carried)) | {"cycle": cycle, "carried": carried}
    if request.method != "POST":
        return render(request, "agenda/exchange_plan.html", context)
    try:
        brought = apply_file(
            carried=carried,
            seen=request.POST.get("seen", ""),
            user=cast("User", request.user),
            now=timezone.now(),
        )
    except ConvocaError as error:
        context["error"] = error.user_message()
        return render(request, "agenda/exchange_plan.html", context, status=409)
    words = _("Códigos nuevos: %(made)s. Cambiados: %(changed)s. Puestos: %(codings)s.")
    messages.success(request, words % vars(brought))
    return redirect("agenda:codebook", cycle_id)


@require_POST
def drop(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Forget the file that waits."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    carried = waiting_file(cycle)
    if carried is not None:
        drop_file(carried=carried)
        messages.success(request, _("Archivo descartado. No se cambió nada."))
    return redirect("agenda:exchange", cycle_id)


@require_safe
def download(request: HttpRequest, cycle_id: int, what: str) -> HttpResponse:
    """Answer with a file to carry away."""
    cycle = get_visible_cycle(request.user, cycle_id, "coordinate")
    sheets = {"dichos.csv": training_sheet, "dichos.xlsx": coded_sheet}
    if what in sheets:
        return answer_sheet(
            sheets[what](cycle),
            of=str(cycle.community),
            on=timezone.localdate(),
            ending=what.rpartition(".")[2],
        )
    if what not in FILES:
        raise Http404
    if what == "libro.qdc" and not active_codes(cycle.community):
        messages.info(request, _("El libro de códigos está vacío: cree primero un código."))
        return redirect("agenda:exchange", cycle_id)
    make, content_type = FILES[what]
    kind, _dot, ending = what.partition(".")
    response = HttpResponse(make(cycle), content_type=content_type)
    name = sheet_name(kind, str(cycle.community), on=timezone.localdate(), ending=ending)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _codebook(cycle: Cycle) -> bytes:
    return write_codebook([refi_code(one) for one in active_codes(cycle.community)])


def _project(cycle: Cycle) -> bytes:
    return write_project(refi_project(cycle), at=timezone.now())


def _document(cycle: Cycle) -> bytes:
    return codebook_document(cycle.community)


FILES: dict[str, tuple[Maker, str]] = {
    "libro.qdc": (_codebook, "application/xml"),
    "libro.docx": (_document, DOCX),
    "proyecto.qdpx": (_project, "application/zip"),
}


def _plan_context(found: ImportPlan) -> dict[str, object]:
    missed = [(_miss_words(one.why), one.source, one.words) for one in found.missed[:MOST_MISSED]]
    return {
        "plan": found,
        "new": found.of_fate(CodeFate.NEW),
        "changed": [
            (one, ", ".join(_field_words(name) for name in one.fields))
            for one in found.of_fate(CodeFate.CHANGED)
        ],
        "same": len(found.of_fate(CodeFate.SAME)),
        "conflicts": found.of_fate(CodeFate.CONFLICT),
        "missed": missed,
        "missed_count": len(found.missed),
    }


def _field_words(field: str) -> str:
    return {
        "name": _("nombre"),
        "description": _("definición"),
        "colour": _("color"),
        "is_codable": _("si se usa para codificar"),
        "parent": _("lugar"),
    }[field]


def _miss_words(why: Miss) -> str:
    return {
        Miss.SOURCE: _("no es una respuesta de este ciclo"),
        Miss.PLACE: _("no calza con un dicho de aquí"),
        Miss.WORDS: _("las palabras cambiaron"),
        Miss.CODE: _("su código no se usa aquí"),
    }[why]
