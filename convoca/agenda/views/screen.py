"""An interview made by the staff: the same questions, one a page, with probes and notes."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convoca.agenda.core.interviews.walk import Step, Walk
from convoca.agenda.errors import InterviewUnfinishedError
from convoca.agenda.forms.steps import NotesForm, StepForm
from convoca.agenda.models import Interview
from convoca.agenda.queries.guides import values_of, walk_of
from convoca.agenda.queries.interviews import get_visible_interview, is_closed, saved_at
from convoca.agenda.services import finish_interview, save_answer, save_notes
from convoca.directory.models import User
from convoca.directory.queries import phone_of
from convoca.foundation.errors import ConvocaError


@require_safe
def summary(request: HttpRequest, cycle_id: int, interview_id: int) -> HttpResponse:
    """Go to the first question without an answer; show what was saved when all have one."""
    interview = get_visible_interview(request.user, cycle_id, interview_id)
    values = values_of(interview)
    walk = walk_of(interview, values)
    is_over = is_closed(interview.cycle)
    if walk.first_open is not None and interview.state != Interview.State.DONE and not is_over:
        return redirect("agenda:step", cycle_id, interview_id, walk.first_open.id)
    context = {
        "cycle": interview.cycle,
        "interview": interview,
        "walk": walk,
        "owed": walk.first_owed,
        "is_closed": is_over,
    }
    return render(request, "agenda/interview_summary.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, cycle_id: int, interview_id: int, step_id: str) -> HttpResponse:
    """Ask one question; save what was answered and noted, and go on to the next."""
    interview = get_visible_interview(request.user, cycle_id, interview_id)
    values = values_of(interview)
    walk = walk_of(interview, values)
    asked = walk.find(step_id)
    if asked is None:
        messages.info(request, _("Esa pregunta ya no está en la entrevista."))
        return redirect("agenda:interview", cycle_id, interview_id)
    posted = request.POST if request.method == "POST" else None
    form = StepForm(posted, step=asked, walk=walk, value=values.get(step_id))
    notes = _notes_form(request, interview, asked)
    error, status = "", 200
    if posted is not None:
        error, status = _save(request, interview, form, notes)
        if status == 200:  # noqa: PLR2004 - saved
            return _go_on(request, interview, asked)
    context = _context(interview, walk, asked, form)
    return render(
        request,
        "agenda/interview_step.html",
        {**context, "notes": notes, "error": error},
        status=status,
    )


def _save(
    request: HttpRequest, interview: Interview, form: StepForm, notes: NotesForm
) -> tuple[str, int]:
    """Save an answer and its notes; return what to say and the status of the page."""
    if not form.is_valid() or not notes.is_valid():
        return "", 422
    user, now = cast("User", request.user), timezone.now()
    try:
        save_answer(
            interview=interview, question=form.step.id, value=form.answer, now=now, user=user
        )
        save_notes(
            interview=interview,
            question=form.step.id,
            note=notes.cleaned_data["note"],
            probes=notes.cleaned_data.get("probes", []),
            now=now,
            user=user,
        )
    except ConvocaError as error:
        return error.user_message(), 409
    return "", 200


def _go_on(request: HttpRequest, interview: Interview, asked: Step) -> HttpResponse:
    """Go to the next step; after the last one the interview is done."""
    if "later" in request.POST:
        messages.success(request, _("Guardado. Puede seguir cuando quiera."))
        return redirect("agenda:interviews", interview.cycle_id)
    values = values_of(interview)
    walk = walk_of(interview, values)
    following = walk.after(asked) if walk.find(asked.id) else None
    if interview.state == Interview.State.DONE:
        messages.success(request, _("Cambio guardado."))
        return redirect("agenda:interview", interview.cycle_id, interview.pk)
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


def _notes_form(request: HttpRequest, interview: Interview, asked: Step) -> NotesForm:
    kept = dict(
        interview.answers.filter(question__startswith=f"{asked.id}:").values_list(
            "question", "value"
        )
    )
    return NotesForm(
        request.POST if request.method == "POST" else None,
        question=asked.question,
        note=kept.get(f"{asked.id}:note"),
        probes=kept.get(f"{asked.id}:probes"),
    )


def _context(interview: Interview, walk: Walk, asked: Step, form: StepForm) -> dict[str, object]:
    return {
        "cycle": interview.cycle,
        "interview": interview,
        "phone": phone_of(interview.person),
        "walk": walk,
        "step": asked,
        "place": walk.place(asked),
        "before": walk.before(asked),
        "form": form,
        "saved_at": saved_at(interview, asked.id),
        "is_closed": is_closed(interview.cycle),
    }
