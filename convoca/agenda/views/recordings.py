"""The audio of an interview: bring it, hear it, say where each question is, delete it."""

import uuid
from collections.abc import Iterator
from typing import IO, Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convoca.agenda.core.interviews.audio import RangeError, parse_range, write_minutes
from convoca.agenda.forms.recordings import MarkForm, RecordingForm
from convoca.agenda.models import Interview
from convoca.agenda.queries.interviews import get_visible_interview
from convoca.agenda.queries.recordings import (
    get_visible_recording,
    list_recordings,
    may_record,
)
from convoca.agenda.queries.screen import Screen
from convoca.agenda.services.recordings import add_mark, add_recording, delete_recording
from convoca.agenda.views.hearing import hears
from convoca.directory.models import User
from convoca.foundation.errors import ConvocaError, NotFoundError

PIECE = 256 * 1024
SAVED, FAULTY, REFUSED = 201, 422, 409


@hears
@require_http_methods(["GET", "HEAD", "POST"])
def recordings(request: HttpRequest, cycle_id: int, interview_id: int) -> HttpResponse:
    """Show the audio there is, and take more; a page that recorded it is answered in JSON."""
    interview = get_visible_interview(request.user, cycle_id, interview_id)
    if request.method != "POST":
        form = RecordingForm(initial={"client_id": uuid.uuid4(), "marks": "[]"})
        return _show(request, interview, form)
    form = RecordingForm(request.POST, request.FILES)
    error, status = _add(request, interview, form)
    if request.accepts("text/html"):
        if status == SAVED:
            messages.success(request, _("Audio guardado."))
            return redirect("agenda:recordings", cycle_id, interview_id)
        return _show(request, interview, form, error=error, status=status)
    return JsonResponse({"error": error}, status=status)


def _add(request: HttpRequest, interview: Interview, form: RecordingForm) -> tuple[str, int]:
    """Keep what was sent; return what to say and the status."""
    if not form.is_valid():
        return " ".join(str(error[0]) for error in form.errors.values()), FAULTY
    try:
        add_recording(
            interview=interview,
            client_id=form.cleaned_data["client_id"],
            content=form.content,
            marks=form.cleaned_data["marks"],
            now=timezone.now(),
            user=cast("User", request.user),
        )
    except ConvocaError as error:
        return error.user_message(), REFUSED
    return "", SAVED


def _show(
    request: HttpRequest,
    interview: Interview,
    form: RecordingForm,
    *,
    marking: MarkForm | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    steps = Screen(interview).all_steps.steps
    titles = {step.id: step.title for step in steps}
    rows = [
        (one, [(mark, titles.get(mark.question, ""), _span(mark)) for mark in one.marks.all()])
        for one in list_recordings(interview)
    ]
    context = {
        "cycle": interview.cycle,
        "interview": interview,
        "rows": rows,
        "form": form,
        "marking": marking or MarkForm(None, steps=steps),
        "may_record": may_record(interview),
        "error": error,
    }
    return render(request, "agenda/recordings.html", context, status=status)


def _span(mark: Any) -> str:  # a row of RecordingMark, or anything with its two ends
    return f"{write_minutes(mark.start_s)} – {write_minutes(mark.end_s)}"


@require_safe
def play(
    request: HttpRequest, cycle_id: int, interview_id: int, recording_id: int
) -> HttpResponseBase:
    """Give the bytes of a piece of audio, or the range that a player asks for."""
    recording = get_visible_recording(request.user, cycle_id, interview_id, recording_id)
    size = recording.size_bytes
    try:
        asked = parse_range(request.headers.get("Range", ""), size)
    except RangeError:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    begin, end = asked or (0, size - 1)
    try:
        stream = recording.file.open("rb")
    except FileNotFoundError as error:
        raise NotFoundError(recording_id) from error
    response = StreamingHttpResponse(
        _pieces(stream, begin, end),
        status=206 if asked else 200,
        content_type=recording.content_type,
    )
    response["Content-Length"] = str(end - begin + 1)
    response["Accept-Ranges"] = "bytes"
    response["Content-Encoding"] = "identity"  # packed bytes would not fit the range
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    if asked:
        response["Content-Range"] = f"bytes {begin}-{end}/{size}"
    return response


def _pieces(stream: IO[Any], begin: int, end: int) -> Iterator[bytes]:
    with stream:
        stream.seek(begin)
        left = end - begin + 1
        while left > 0 and (piece := stream.read(min(PIECE, left))):
            left -= len(piece)
            yield piece


@hears
@require_POST
def mark(request: HttpRequest, cycle_id: int, interview_id: int, recording_id: int) -> HttpResponse:
    """Say by hand where a question is in the audio."""
    recording = get_visible_recording(request.user, cycle_id, interview_id, recording_id)
    interview = get_visible_interview(request.user, cycle_id, interview_id)
    marking = MarkForm(request.POST, steps=Screen(interview).all_steps.steps)
    form = RecordingForm(initial={"client_id": uuid.uuid4(), "marks": "[]"})
    if not marking.is_valid():
        return _show(request, interview, form, marking=marking, status=FAULTY)
    try:
        add_mark(recording=recording, mark=marking.mark)
    except ConvocaError as error:
        said = error.user_message()
        return _show(request, interview, form, marking=marking, error=said, status=REFUSED)
    messages.success(request, _("Marca guardada."))
    return redirect("agenda:recordings", cycle_id, interview_id)


@require_POST
def delete(
    request: HttpRequest, cycle_id: int, interview_id: int, recording_id: int
) -> HttpResponse:
    """Delete a piece of audio for good."""
    recording = get_visible_recording(request.user, cycle_id, interview_id, recording_id)
    delete_recording(recording=recording, now=timezone.now())
    messages.success(request, _("Audio borrado."))
    return redirect("agenda:recordings", cycle_id, interview_id)
