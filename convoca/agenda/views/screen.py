"""An interview made by the staff: the whole guide at hand, one question at a time."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convoca.agenda.core.interviews.versions import Place
from convoca.agenda.core.interviews.walk import Step
from convoca.agenda.errors import InterviewUnfinishedError
from convoca.agenda.forms.savings import MarksForm
from convoca.agenda.models import Interview
from convoca.agenda.queries.interviews import get_visible_interview, is_closed
from convoca.agenda.queries.screen import Screen
from convoca.agenda.services import finish_interview
from convoca.agenda.services.savings import Saving, keep_saving
from convoca.agenda.views.hearing import hears
from convoca.agenda.views.sheets import Paper, around, paper_of
from convoca.directory.models import User
from convoca.foundation.errors import ConvocaError

SAVED, FAULTY, REFUSED = 200, 422, 409


@require_safe
def summary(request: HttpRequest, cycle_id: int, interview_id: int) -> HttpResponse:
    """Go to the first question without an answer; show what was saved when all have one."""
    interview = get_visible_interview(request.user, cycle_id, interview_id)
    screen = Screen(interview)
    is_over = is_closed(interview.cycle)
    first = screen.walk.first_open
    if first is not None and interview.state != Interview.State.DONE and not is_over:
        return redirect("agenda:step", cycle_id, interview_id, first.id)
    context = {**around(request, screen), "owed": screen.walk.first_owed}
    return render(request, "agenda/interview_summary.html", context)


@hears
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, cycle_id: int, interview_id: int, step_id: str) -> HttpResponse:
    """Ask one question; save what was answered and noted, and go on to the next."""
    interview = get_visible_interview(request.user, cycle_id, interview_id)
    screen = Screen(interview)
    asked = screen.walk.find(step_id)
    if asked is None:
        messages.info(request, _("Esa pregunta ya no está en la entrevista."))
        return redirect("agenda:interview", cycle_id, interview_id)
    paper = paper_of(screen, asked, request.POST if request.method == "POST" else None)
    error, status = "", SAVED
    if request.method == "POST":
        error, status, places = _save(request, interview, paper)
        if places & {Place.OVER, Place.BESIDE}:
            messages.warning(request, _("Otro equipo escribió aquí a la vez. Quedaron las dos."))
            return redirect("agenda:step", cycle_id, interview_id, step_id)
        if status == SAVED:
            return _go_on(request, interview, asked)
    context = {**around(request, screen), "paper": paper, "step": asked, "error": error}
    return render(request, "agenda/interview_step.html", context, status=status)


def _save(request: HttpRequest, interview: Interview, paper: Paper) -> tuple[str, int, set[Place]]:
    """Save an answer and its notes; return what to say, the status, and what became of each."""
    if not paper.form.is_valid() or not paper.notes.is_valid():
        return "", FAULTY, set()
    user, now = cast("User", request.user), timezone.now()
    try:
        places = {
            keep_saving(interview=interview, saving=saving, now=now, user=user).place
            for saving in _savings(request, paper)
        }
    except ConvocaError as error:
        return error.user_message(), REFUSED, set()
    return "", SAVED, places


def _savings(request: HttpRequest, paper: Paper) -> list[Saving]:
    """Return the answer, and the notes where there are or were any."""
    step_id, notes = paper.sheet.step.id, paper.notes.cleaned_data
    marks = MarksForm(request.POST)
    savings = [marks.saving("answer", step_id, paper.form.stored_answer)]
    empty: dict[str, object] = {"note": "", "probes": []}
    for part, nothing in empty.items():
        value = notes.get(part) or nothing
        if value or paper.sheet.revisions[part]:
            savings.append(marks.saving(part, f"{step_id}:{part}", value))
    return savings


def _go_on(request: HttpRequest, interview: Interview, asked: Step) -> HttpResponse:
    """Go to the next step; after the last one the interview is done."""
    if "later" in request.POST:
        messages.success(request, _("Guardado. Puede seguir cuando quiera."))
        return redirect("agenda:interviews", interview.cycle_id)
    if interview.state == Interview.State.DONE:
        messages.success(request, _("Cambio guardado."))
        return redirect("agenda:interview", interview.cycle_id, interview.pk)
    walk = Screen(interview).walk
    following = walk.after(asked) if walk.find(asked.id) else None
    if following is not None:
        return redirect("agenda:step", interview.cycle_id, interview.pk, following.id)
    return _finish(request, interview)


@require_POST
def finish(request: HttpRequest, cycle_id: int, interview_id: int) -> HttpResponse:
    """Finish an interview from its summary."""
    return _finish(request, get_visible_interview(request.user, cycle_id, interview_id))


def _finish(request: HttpRequest, interview: Interview) -> HttpResponse:
    try:
        finished = finish_interview(interview=interview, now=timezone.now())
    except InterviewUnfinishedError as error:
        messages.warning(request, error.user_message())
        return redirect("agenda:step", interview.cycle_id, interview.pk, error.step_id)
    except ConvocaError as error:
        messages.error(request, error.user_message())
    else:
        if finished.state == Interview.State.DONE:
            messages.success(request, _("Entrevista hecha y guardada."))
    return redirect("agenda:interview", interview.cycle_id, interview.pk)
