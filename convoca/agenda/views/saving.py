"""What an open page of an interview asks for by itself: saving a change, all forms of the guide."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from convoca.agenda.forms.savings import SavingForm
from convoca.agenda.queries.interviews import get_visible_interview
from convoca.agenda.queries.screen import Screen
from convoca.agenda.queries.versions import get_waiting_version
from convoca.agenda.services.savings import keep_saving, settle_version
from convoca.agenda.views.sheets import around, paper_of
from convoca.directory.models import User
from convoca.foundation.errors import ConvocaError

ACTS = {"use", "join", "leave"}


@require_POST
def save(request: HttpRequest, cycle_id: int, interview_id: int) -> HttpResponse:
    """Keep one change of an open page, sent as JSON; answer what became of it."""
    interview = get_visible_interview(request.user, cycle_id, interview_id)
    form = SavingForm(request.body)
    if not form.is_valid():
        sentence = _("Este cambio no se pudo leer. Cópielo, recargue la página y péguelo.")
        return JsonResponse({"error": sentence}, status=422)
    user, now = cast("User", request.user), timezone.now()
    try:
        kept = keep_saving(interview=interview, saving=form.saving, now=now, user=user)
    except ConvocaError as error:
        return JsonResponse({"error": error.user_message()}, status=409)
    screen = Screen(interview)
    return JsonResponse(
        {
            "place": kept.place,
            "revision": kept.revision,
            "answered": screen.walk.answered_count,
            "of": len(screen.walk.steps),
            "states": {
                entry.step.id: entry.state for part in screen.sections() for entry in part.entries
            },
        }
    )


@never_cache
@require_safe
def sheets(request: HttpRequest, cycle_id: int, interview_id: int) -> HttpResponse:
    """Give the forms of the whole guide, so that a page goes on while there is no line."""
    interview = get_visible_interview(request.user, cycle_id, interview_id)
    screen = Screen(interview)
    papers = [paper_of(screen, step, None) for step in screen.all_steps.steps]
    context = {**around(request, screen), "papers": papers}
    return render(request, "agenda/interview_sheets.html", context)


@require_POST
def settle(request: HttpRequest, cycle_id: int, interview_id: int, version_id: int) -> HttpResponse:
    """Choose between the text that stands and another one, or join them."""
    interview = get_visible_interview(request.user, cycle_id, interview_id)
    version = get_waiting_version(interview, version_id)
    act = next((name for name in request.POST if name in ACTS), "leave")
    try:
        settle_version(
            version=version, act=act, now=timezone.now(), user=cast("User", request.user)
        )
    except ConvocaError as error:
        messages.warning(request, error.user_message())
    else:
        messages.success(request, _("Quedó una sola versión."))
    step_id = version.question.partition(":")[0]
    return redirect("agenda:step", cycle_id, interview_id, step_id)
