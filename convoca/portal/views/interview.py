"""A director answers the interview alone: one question a page, saved at each step."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from convoca.agenda.core.interviews.walk import Step, Walk
from convoca.agenda.errors import InterviewUnfinishedError
from convoca.agenda.forms.savings import MarksForm
from convoca.agenda.forms.steps import StepForm
from convoca.agenda.models import Interview
from convoca.agenda.queries import interview_of_link
from convoca.agenda.queries.guides import suggested_value, values_of, walk_of
from convoca.agenda.queries.interviews import is_closed
from convoca.agenda.services import finish_interview
from convoca.agenda.services.savings import keep_saving
from convoca.directory.models import PersonalLink
from convoca.foundation.errors import ConvocaError, NotFoundError
from convoca.portal.access import personal
from convoca.portal.frames import frame_of

State = Interview.State


def _load(link: PersonalLink) -> Interview:
    interview = interview_of_link(link)
    if interview is None:
        raise NotFoundError(link.occasion)
    return interview


asking = personal(PersonalLink.Purpose.INTERVIEW, _load)


@asking
@require_safe
def enter(request: HttpRequest, link: PersonalLink, interview: Interview) -> HttpResponse:
    """Go to where the interview was left."""
    opened = _walk(interview).first_open
    is_over = interview.state in {State.DONE, State.DECLINED} or is_closed(interview.cycle)
    if is_over or opened is None:
        return redirect("portal:interview_end", link.reference)
    return redirect("portal:interview_step", link.reference, opened.id)


@asking
@require_http_methods(["GET", "HEAD", "POST"])
def step(
    request: HttpRequest, link: PersonalLink, interview: Interview, step_id: str
) -> HttpResponse:
    """Ask one question; save the answer and go on to the next."""
    values = values_of(interview)
    walk = walk_of(interview, values, is_alone=True)
    asked = walk.find(step_id)
    if asked is None or is_closed(interview.cycle):
        return redirect("portal:interview", link.reference)
    posted = request.POST if request.method == "POST" else None
    known = values[step_id] if step_id in values else suggested_value(interview, asked.question)
    form = StepForm(posted, step=asked, walk=walk, value=known)
    if posted is not None:
        answer = _save(interview, form, MarksForm(posted))
        if answer is None or _leaves_empty(request, form):
            return _go_on(request, link, interview, asked)
        error, status = answer
    else:
        error, status = "", 200
    context = _context(link, interview, walk, asked)
    return render(
        request,
        "portal/interview_step.html",
        {**context, "form": form, "error": error},
        status=status,
    )


def _save(interview: Interview, form: StepForm, marks: MarksForm) -> tuple[str, int] | None:
    """Save an answer; return what to say and the status of the page, or None when saved."""
    if not form.is_valid():
        return "", 422
    saving = marks.saving("answer", form.step.id, form.stored_answer)
    try:
        keep_saving(interview=interview, saving=saving, now=timezone.now())
    except ConvocaError as error:
        return error.user_message(), 409
    return None


def _leaves_empty(request: HttpRequest, form: StepForm) -> bool:
    """Say whether somebody goes away for now from a question left blank."""
    names = set(request.POST) - {"csrfmiddlewaretoken", "later", "example", *MarksForm.base_fields}
    return "later" in request.POST and not names and not request.POST.get("example")


def _go_on(
    request: HttpRequest, link: PersonalLink, interview: Interview, asked: Step
) -> HttpResponse:
    """Go to the next step; after the last one the interview is done."""
    if "later" in request.POST:
        return redirect("portal:interview_pause", link.reference)
    if interview.state == State.DONE:
        messages.success(request, _("Cambio guardado."))
        return redirect("portal:interview_end", link.reference)
    walk = _walk(interview)
    following = walk.after(asked) if walk.find(asked.id) else None
    if following is not None:
        return redirect("portal:interview_step", link.reference, following.id)
    try:
        finish_interview(interview=interview, now=timezone.now())
    except InterviewUnfinishedError as error:
        messages.warning(request, error.user_message())
        return redirect("portal:interview_step", link.reference, error.step_id)
    return redirect("portal:interview_end", link.reference)


@asking
@require_safe
def pause(request: HttpRequest, link: PersonalLink, interview: Interview) -> HttpResponse:
    """Say that everything is kept, and how to go on."""
    walk = _walk(interview)
    context = {**_around(link, interview), "walk": walk}
    return render(request, "portal/interview_pause.html", context)


@asking
@require_safe
def end(request: HttpRequest, link: PersonalLink, interview: Interview) -> HttpResponse:
    """Thank, say what comes next, and how to change an answer."""
    walk = _walk(interview)
    is_over = is_closed(interview.cycle)
    if interview.state in {State.PENDING, State.STARTED} and not is_over:
        return redirect("portal:interview_pause", link.reference)
    context = {**_around(link, interview), "walk": walk, "is_closed": is_over}
    return render(request, "portal/interview_end.html", context)


def _walk(interview: Interview) -> Walk:
    return walk_of(interview, values_of(interview), is_alone=True)


def _around(link: PersonalLink, interview: Interview) -> dict[str, object]:
    association = interview.cycle.community.association
    frame = frame_of(association)
    return {"portal": frame, "link": link, "interview": interview, "seat": interview.seat}


def _context(
    link: PersonalLink, interview: Interview, walk: Walk, asked: Step
) -> dict[str, object]:
    before = walk.before(asked)
    answer = interview.answers.filter(question=asked.id).first()
    return {
        **_around(link, interview),
        "walk": walk,
        "step": asked,
        "place": walk.place(asked),
        "before": before,
        "is_first": before is None,
        "after": walk.after(asked),
        "saved_at": answer and answer.saved_at,
        "base": answer.revision if answer else 0,
        "client_id": uuid.uuid4(),
    }
